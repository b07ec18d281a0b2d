//go:build ignore

package libzmq

/*
#include "bridge.h"
*/
import "C"

import "sync/atomic"

//zmqgen:type Context
type Context struct {
	handle atomic.Uintptr // C memory; atomic, for Shutdown may come from any goroutine
	ending atomic.Bool
}

//zmqgen:bind zmq_ctx_new
func NewContext() (*Context, error) {
	var handle C.uintptr_t
	if err := failure(C.bridge_ctx_new(&handle)); err != nil {
		return nil, err
	}
	ctx := new(Context)
	ctx.handle.Store(uintptr(handle))
	return ctx, nil
}

//zmqgen:bind zmq_ctx_term
func (ctx *Context) Term() error {
	return ctx.end(func(handle C.uintptr_t) C.int { return C.bridge_ctx_term(handle) })
}

//zmqgen:bind zmq_ctx_get
func (ctx *Context) Option(option ContextOption) (int, error) {
	var value C.int
	err := failure(C.bridge_ctx_get(ctx.use(), C.int(option), &value))
	return int(value), err
}

// use returns the handle for a call, or 0, which libzmq answers with EFAULT.
func (ctx *Context) use() C.uintptr_t {
	if ctx == nil {
		return 0
	}
	return C.uintptr_t(ctx.handle.Load())
}

// end ends the context by a call that waits for its sockets, as often as a signal breaks it off.
func (ctx *Context) end(term func(handle C.uintptr_t) C.int) error {
	if ctx == nil || !ctx.ending.CompareAndSwap(false, true) {
		return EFAULT
	}
	rc := term(ctx.use())
	for rc == interrupted {
		rc = term(ctx.use())
	}
	if rc < 0 {
		ctx.ending.Store(false)
		return failure(rc)
	}
	ctx.handle.Store(0)
	return nil
}
