package zmq_test

import (
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestSubscriptionsDoNotLinger holds that Close does not wait for somebody to subscribe to: subscriptions
// are messages of libzmq's, and those to a publisher that is not there would take up all of the deadline.
func TestSubscriptionsDoNotLinger(t *testing.T) {
	for _, typ := range []zmq.SocketType{zmq.Sub, zmq.XSub} {
		z, err := zmq.NewContext()
		must(t, err)
		s, err := z.Open(typ, zmq.Connect("tcp://127.0.0.1:1"))
		must(t, err)
		if typ == zmq.Sub {
			must(t, s.Set(zmq.Subscribe("news")))
		} else {
			must(t, s.SendString(limited(t), "\x01news"))
		}
		start := time.Now()
		must(t, z.Close(limited(t)))
		if took := time.Since(start); took > patience/2 {
			t.Errorf("Close took %v", took)
		}
	}
}
