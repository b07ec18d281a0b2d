//go:build ignore

//zmqgen:build zmq_draft

package libzmq

//zmqgen:bind zmq_connect_peer
func (s *Socket) ConnectPeer(endpoint string) (uint32, error) {
	var endpointBuf [shortText]byte
	endpointText, err := terminated(endpoint, endpointBuf[:0])
	if err != nil {
		return 0, err
	}
	var routingID uint32
	err = failure(zmqConnectPeer(s.use(), endpointText, &routingID))
	return routingID, err
}

//zmqgen:bind zmq_socket_get_peer_state
func (s *Socket) PeerState(routingID []byte) (PollEvents, error) {
	events, err := count(zmqSocketGetPeerState(s.use(), chars(routingID), len(routingID)))
	return PollEvents(events), err
}
