//go:build ignore

//zmqgen:build zmq_draft

package libzmq

/*
#include "bridge.h"
*/
import "C"

//zmqgen:bind zmq_ctx_set_ext
func (ctx *Context) SetOptionBytes(option ContextOption, value []byte) error {
	return failure(C.bridge_ctx_set_ext(ctx.use(), C.int(option), chars(value), C.size_t(len(value))))
}

//zmqgen:bind zmq_ctx_get_ext
func (ctx *Context) OptionBytes(option ContextOption, buf []byte) (int, error) {
	size := C.size_t(len(buf))
	err := failure(C.bridge_ctx_get_ext(ctx.use(), C.int(option), chars(buf), &size))
	return int(size), err
}
