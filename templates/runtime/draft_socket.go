//go:build ignore

//zmqgen:build zmq_draft

package libzmq

/*
#include "bridge.h"
*/
import "C"

//zmqgen:bind zmq_connect_peer
func (s *Socket) ConnectPeer(endpoint string) (uint32, error) {
	var endpointBuf [shortText]byte
	endpointText, err := terminated(endpoint, endpointBuf[:0])
	if err != nil {
		return 0, err
	}
	var routingID C.uint32_t
	err = failure(C.bridge_connect_peer(s.use(), endpointText, &routingID))
	return uint32(routingID), err
}

//zmqgen:bind zmq_socket_get_peer_state
func (s *Socket) PeerState(routingID []byte) (PollEvents, error) {
	events, err := count(C.bridge_socket_get_peer_state(s.use(), chars(routingID), C.size_t(len(routingID))))
	return PollEvents(events), err
}
