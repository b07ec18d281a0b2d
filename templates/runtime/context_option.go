//go:build ignore

package libzmq

func (ctx *Context) setBool(option ContextOption, on bool) error {
	return ctx.SetOption(option, number(on))
}

func (ctx *Context) boolean(option ContextOption) (bool, error) {
	n, err := ctx.Option(option)
	return n != 0, err
}
