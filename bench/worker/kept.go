package worker

// kept holds the last messages of a socket that receives each into memory of its own, as a program does that works on
// them. With next to nothing alive the collector would run every few messages.
type kept struct {
	messages [64][]byte
	next     int
}

func (k *kept) add(message []byte) {
	k.messages[k.next] = message
	k.next = (k.next + 1) % len(k.messages)
}
