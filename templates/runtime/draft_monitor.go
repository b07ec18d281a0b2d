//go:build ignore

//zmqgen:build zmq_draft

package libzmq

/*
#include "bridge.h"
*/
import "C"

//zmqgen:bind zmq_socket_monitor_versioned
func (s *Socket) MonitorVersioned(endpoint string, events Event, version int, kind SocketType) error {
	var endpointBuf [shortText]byte
	endpointText, err := terminated(endpoint, endpointBuf[:0])
	if err != nil {
		return err
	}
	return failure(C.bridge_socket_monitor_versioned(s.use(), endpointText, C.uint64_t(events), C.int(version), C.int(kind)))
}
