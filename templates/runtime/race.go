//go:build ignore

//zmqgen:build race

package libzmq

// owner lets the race detector see each use of a socket: two goroutines that use one without
// synchronization both write uses.
type owner struct{ uses uint }

func (o *owner) touch() { o.uses++ }
