//go:build ignore

package libzmq

import "sync/atomic"

//zmqgen:type Context
type Context struct {
	handle atomic.Uintptr // C memory; atomic because any goroutine can call Shutdown
	ending atomic.Bool
}

//zmqgen:bind zmq_ctx_new
func NewContext() (*Context, error) {
	var handle uintptr
	if err := failure(zmqCtxNew(&handle)); err != nil {
		return nil, err
	}
	ctx := new(Context)
	ctx.handle.Store(handle)
	return ctx, nil
}

//zmqgen:bind zmq_ctx_term
func (ctx *Context) Term() error {
	return ctx.end(zmqCtxTerm)
}

//zmqgen:bind zmq_ctx_get
func (ctx *Context) Option(option ContextOption) (int, error) {
	if !fitsInt(int(option)) {
		return 0, EINVAL
	}
	var value int32
	err := failure(zmqCtxGet(ctx.use(), int(option), &value))
	return int(value), err
}

// use returns the handle for a call, or 0, for which libzmq returns EFAULT.
func (ctx *Context) use() uintptr {
	if ctx == nil {
		return 0
	}
	return ctx.handle.Load()
}

// end ends the context with a call that waits for its sockets, and repeats the call if a signal interrupts
// it.
func (ctx *Context) end(term func(handle uintptr) int) error {
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
