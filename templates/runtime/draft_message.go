//go:build ignore

//zmqgen:build zmq_draft

package libzmq

//zmqgen:bind zmq_msg_routing_id
func (msg *Message) RoutingID() uint32 {
	if msg == nil || !msg.open {
		return 0
	}
	return zmqMsgRoutingID(&msg.msg)
}

//zmqgen:bind zmq_msg_group
func (msg *Message) Group() string {
	if msg == nil || !msg.open {
		return ""
	}
	return zmqMsgGroup(&msg.msg)
}

//zmqgen:bind zmq_msg_init_buffer
func (msg *Message) InitBuffer(b []byte) error {
	if err := msg.empty(); err != nil {
		return err
	}
	return msg.opened(zmqMsgInitBuffer(&msg.msg, chars(b), len(b)))
}
