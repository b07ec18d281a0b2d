//go:build ignore

//zmqgen:build !race

package libzmq

// owner is where builds for the race detector note each use of a socket. Others note nothing.
type owner struct{}

func (*owner) touch() {}
