//go:build ignore

package libzmq

import "encoding/binary"

//zmqgen:type MonitorEvent
type MonitorEvent struct {
	Event    Event  // what happened
	Value    int    // a descriptor, an error number or an interval in milliseconds, depending on Event
	Endpoint string // the endpoint of the monitored socket
}

func (s *Socket) StopMonitor() error {
	return failure(zmqSocketMonitor(s.use(), nil, 0))
}

func (s *Socket) RecvMonitorEvent(flags SendFlag) (MonitorEvent, error) {
	parts, err := s.RecvParts(flags)
	if err != nil {
		return MonitorEvent{}, err
	}
	if len(parts) != 2 || len(parts[0]) != 6 {
		return MonitorEvent{}, EINVAL
	}
	return MonitorEvent{
		Event:    Event(binary.NativeEndian.Uint16(parts[0])),
		Value:    int(int32(binary.NativeEndian.Uint32(parts[0][2:]))),
		Endpoint: string(parts[1]),
	}, nil
}
