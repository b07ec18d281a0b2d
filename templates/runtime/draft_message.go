//go:build ignore

//zmqgen:build zmq_draft

package libzmq

/*
#include "bridge.h"
*/
import "C"

//zmqgen:bind zmq_msg_routing_id
func (msg *Message) RoutingID() uint32 {
	if msg == nil || !msg.open {
		return 0
	}
	return uint32(C.bridge_msg_routing_id(&msg.msg))
}

//zmqgen:bind zmq_msg_group
func (msg *Message) Group() string {
	if msg == nil || !msg.open {
		return ""
	}
	return C.GoString(C.bridge_msg_group(&msg.msg))
}

//zmqgen:bind zmq_msg_init_buffer
func (msg *Message) InitBuffer(b []byte) error {
	if err := msg.empty(); err != nil {
		return err
	}
	return msg.opened(C.bridge_msg_init_buffer(&msg.msg, chars(b), C.size_t(len(b))))
}
