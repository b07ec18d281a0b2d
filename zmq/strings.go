package zmq

import (
	"context"
	"unsafe"
)

// SendStrings is [Socket.SendParts] for strings.
func (s *Socket) SendStrings(ctx context.Context, parts ...string) error {
	var room [8][]byte // so that usual messages do not allocate
	list := room[:0]
	for _, part := range parts {
		list = append(list, unsafe.Slice(unsafe.StringData(part), len(part)))
	}
	return s.SendParts(ctx, list...)
}

// RecvStrings is [Socket.RecvParts] for strings.
func (s *Socket) RecvStrings(ctx context.Context) ([]string, error) {
	var m Message
	if err := s.RecvMessage(ctx, &m); err != nil {
		return nil, err
	}
	return m.Strings(), nil
}

// Strings returns all parts as strings.
func (m Message) Strings() []string {
	texts := make([]string, len(m.parts))
	for i, part := range m.parts {
		texts[i] = string(part)
	}
	return texts
}
