//go:build ignore

//zmqgen:build !race

package libzmq

// owner records each use of a socket in builds with the race detector. It is empty in other builds.
type owner struct{}

func (*owner) touch() {}
