package worker

// kept holds the last messages of a socket that allocates each, as a program that works on them does. With hardly any
// memory alive the collector would run every few messages.
type kept struct {
	messages [64][]byte
	next     int
}

func (k *kept) add(message []byte) {
	k.messages[k.next] = message
	k.next = (k.next + 1) % len(k.messages)
}
