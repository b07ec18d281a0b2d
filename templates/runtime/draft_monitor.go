//go:build ignore

//zmqgen:build zmq_draft

package libzmq

//zmqgen:bind zmq_socket_monitor_versioned
func (s *Socket) MonitorVersioned(endpoint string, events Event, version int, kind SocketType) error {
	var endpointBuf [shortText]byte
	endpointText, err := terminated(endpoint, endpointBuf[:0])
	if err != nil {
		return err
	}
	if !fitsInt(version) || !fitsInt(int(kind)) {
		return EINVAL
	}
	return failure(zmqSocketMonitorVersioned(s.use(), endpointText, uint64(events), version, int(kind)))
}
