//go:build race

package zmq_test

// raceEnabled says that memory is not what it is otherwise.
const raceEnabled = true
