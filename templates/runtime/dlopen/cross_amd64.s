//go:build (!cgo || zmq_dlopen) && ((darwin && !ios) || freebsd || (linux && !android))

#include "go_asm.h"
#include "textflag.h"

// C calls these functions, so they take their arguments in the registers of C's calling convention. libzmq
// releases memory on its own threads, where Go cannot run.

GLOBL ·trampoline(SB), NOPTR|RODATA, $8
DATA ·trampoline(SB)/8, $makeCalls<>(SB)

// void makeCalls(callList *list)
TEXT makeCalls<>(SB), NOSPLIT, $16-0
	MOVQ BX, 0(SP)
	MOVQ R12, 8(SP)
	MOVQ DI, R12
	MOVQ callList_first(R12), BX

next:
	MOVQ  call_fn(BX), R11
	TESTQ R11, R11
	JEQ   missing
	MOVQ  (call_words+0)(BX), DI
	ORQ   (call_pointers+0)(BX), DI
	MOVQ  (call_words+8)(BX), SI
	ORQ   (call_pointers+8)(BX), SI
	MOVQ  (call_words+16)(BX), DX
	ORQ   (call_pointers+16)(BX), DX
	MOVQ  (call_words+24)(BX), CX
	ORQ   (call_pointers+24)(BX), CX
	MOVQ  (call_words+32)(BX), R8
	MOVQ  (call_words+40)(BX), R9
	CALL  R11
	MOVQ  AX, call_result(BX)
	MOVQ  call_ends(BX), CX
	TESTQ CX, CX                    // onNothing
	JEQ   made
	CMPQ  CX, $const_onNegative
	JEQ   ifNegative
	CMPQ  CX, $const_onNull
	JEQ   ifNull
	CMPQ  CX, $const_handOn
	JEQ   handOn
	CMPQ  CX, $const_onZero
	JNE   made
	TESTL AX, AX
	JEQ   done

made:
	ADDQ $call__size, BX
	DECQ callList_left(R12)
	JNE  next

done:
	MOVQ 0(SP), BX
	MOVQ 8(SP), R12
	RET

handOn:
	MOVQ AX, (call__size+call_words)(BX)
	JMP  made

ifNegative:
	TESTL AX, AX
	JGE   made
	JMP   failed

ifNull:
	TESTQ AX, AX
	JNE   made

failed:
	MOVQ    callList_lib(R12), AX
	MOVQ    (library_functions+functions_zmqErrno)(AX), AX
	CALL    AX
	MOVLQSX AX, AX
	NEGQ    AX
	MOVQ    AX, call_result(BX)
	JMP     done

missing:
	MOVQ $0, call_result(BX)
	CMPQ call_ends(BX), $const_onNothing
	JEQ  made
	MOVQ callList_lib(R12), AX
	MOVQ library_missing(AX), AX
	MOVQ AX, call_result(BX)
	JMP  done

GLOBL ·noteRelease(SB), NOPTR|RODATA, $8
DATA ·noteRelease(SB)/8, $pushRelease<>(SB)

// void pushRelease(void *data, release *note)
TEXT pushRelease<>(SB), NOSPLIT|NOFRAME, $0-0
	LEAQ ·released(SB), DX
	MOVQ (DX), AX

again:
	MOVQ     AX, release_next(SI)
	LOCK
	CMPXCHGQ SI, (DX)
	JNE      again
	RET
