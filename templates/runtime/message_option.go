//go:build ignore

package libzmq

func (msg *Message) boolean(property MessageProperty) (bool, error) {
	n, err := msg.Property(property)
	return n != 0, err
}
