//go:build (!cgo || zmq_dlopen) && ((darwin && !ios) || freebsd || (linux && !android))

#include "go_asm.h"
#include "textflag.h"

// C calls these functions, so they take their arguments in the registers of C's calling convention. libzmq
// releases memory on its own threads, where Go cannot run.

GLOBL ·trampoline(SB), NOPTR|RODATA, $8
DATA ·trampoline(SB)/8, $makeCalls<>(SB)

// void makeCalls(callList *list)
TEXT makeCalls<>(SB), NOSPLIT, $16-0
	STP  (R19, R20), 8(RSP)
	MOVD R0, R20
	MOVD callList_first(R20), R19

next:
	MOVD call_fn(R19), R9
	CBZ  R9, missing
	MOVD (call_words+0)(R19), R0
	MOVD (call_pointers+0)(R19), R10
	ORR  R10, R0
	MOVD (call_words+8)(R19), R1
	MOVD (call_pointers+8)(R19), R10
	ORR  R10, R1
	MOVD (call_words+16)(R19), R2
	MOVD (call_pointers+16)(R19), R10
	ORR  R10, R2
	MOVD (call_words+24)(R19), R3
	MOVD (call_pointers+24)(R19), R10
	ORR  R10, R3
	MOVD (call_words+32)(R19), R4
	MOVD (call_words+40)(R19), R5
	BL   (R9)
	MOVD R0, call_result(R19)
	MOVD call_ends(R19), R10
	CBZ  R10, made                  // onNothing
	CMP  $const_onNegative, R10
	BEQ  ifNegative
	CMP  $const_onNull, R10
	BEQ  ifNull
	CMP  $const_handOn, R10
	BEQ  handOn
	CMP  $const_onZero, R10
	BNE  made
	CBZW R0, done

made:
	ADD  $call__size, R19
	MOVD callList_left(R20), R10
	SUBS $1, R10
	MOVD R10, callList_left(R20)
	BNE  next

done:
	LDP 8(RSP), (R19, R20)
	RET

handOn:
	MOVD R0, (call__size+call_words)(R19)
	B    made

ifNegative:
	TBZ $31, R0, made
	B   failed

ifNull:
	CBNZ R0, made

failed:
	MOVD callList_lib(R20), R9
	MOVD (library_functions+functions_zmqErrno)(R9), R9
	BL   (R9)
	SXTW R0, R0
	NEG  R0, R0
	MOVD R0, call_result(R19)
	B    done

missing:
	MOVD ZR, call_result(R19)
	MOVD call_ends(R19), R10
	CBZ  R10, made
	MOVD callList_lib(R20), R10
	MOVD library_missing(R10), R10
	MOVD R10, call_result(R19)
	B    done

GLOBL ·noteRelease(SB), NOPTR|RODATA, $8
DATA ·noteRelease(SB)/8, $pushRelease<>(SB)

// void pushRelease(void *data, release *note)
TEXT pushRelease<>(SB), NOSPLIT|NOFRAME, $0-0
	MOVD $·released(SB), R2

again:
	MOVD  (R2), R3
	MOVD  R3, release_next(R1)
	LDAXR (R2), R4
	CMP   R3, R4
	BNE   again
	STLXR R1, (R2), R5
	CBNZW R5, again
	RET
