//go:build ignore

//zmqgen:build zmq_draft

package libzmq

//zmqgen:bind zmq_ctx_set_ext
func (ctx *Context) SetOptionBytes(option ContextOption, value []byte) error {
	if !fitsInt(int(option)) {
		return EINVAL
	}
	return failure(zmqCtxSetExt(ctx.use(), int(option), chars(value), len(value)))
}

//zmqgen:bind zmq_ctx_get_ext
func (ctx *Context) OptionBytes(option ContextOption, buf []byte) (int, error) {
	if !fitsInt(int(option)) {
		return 0, EINVAL
	}
	size := uintptr(len(buf))
	err := failure(zmqCtxGetExt(ctx.use(), int(option), chars(buf), &size))
	return int(size), err
}
