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

//zmqgen:bind zmq_msg_set_group
func (msg *Message) SetGroup(group string) error {
	m, err := msg.use()
	if err != nil {
		return err
	}
	var short [shortText]byte
	text, err := terminated(group, short[:0])
	if err != nil {
		return err
	}
	if len(zmqMsgGroup(m)) > inlineGroup {
		if err := msg.dropGroup(); err != nil {
			return err
		}
	}
	return failure(zmqMsgSetGroup(m, text))
}

// inlineGroup is the length of the longest group name that libzmq 4.3.3 and newer store in the message
// itself. If one replaces a longer name, libzmq still follows the pointer to the longer one, and crashes.
const inlineGroup = 14

// dropGroup makes msg a copy of itself that has no group.
func (msg *Message) dropGroup() error {
	var twin Message
	if err := twin.InitSize(msg.Size()); err != nil {
		return err
	}
	copy(twin.Data(), msg.Data())
	if id := msg.RoutingID(); id != 0 {
		if err := failure(zmqMsgSetRoutingID(&twin.msg, id)); err != nil {
			return err
		}
	}
	return msg.Move(&twin)
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
