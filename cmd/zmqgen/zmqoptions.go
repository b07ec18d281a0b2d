package main

// zmqOptions names the options of package zmq by the methods of package libzmq that they call. A test holds it
// against package zmq.
var zmqOptions = map[string]string{
	"Context.SetIOThreads":           "IOThreads",
	"Context.SetMaxSockets":          "MaxSockets",
	"Socket.SetCurvePublicKey":       "CurveClient",
	"Socket.SetCurveSecretKey":       "CurveServer, CurveClient",
	"Socket.SetCurveServer":          "CurveServer",
	"Socket.SetCurveServerKey":       "CurveClient",
	"Socket.SetHeartbeatInterval":    "Heartbeat",
	"Socket.SetHeartbeatTimeout":     "Heartbeat",
	"Socket.SetImmediate":            "Immediate",
	"Socket.SetLinger":               "Linger",
	"Socket.SetMaxMessageSize":       "MaxMessageSize",
	"Socket.SetPlainPassword":        "PlainClient",
	"Socket.SetPlainServer":          "PlainServer",
	"Socket.SetPlainUsername":        "PlainClient",
	"Socket.SetReconnectInterval":    "Reconnect",
	"Socket.SetReconnectIntervalMax": "Reconnect",
	"Socket.SetRecvHWM":              "RecvHWM",
	"Socket.SetRecvTimeout":          "RecvTimeout",
	"Socket.SetReqCorrelate":         "Relaxed",
	"Socket.SetReqRelaxed":           "Relaxed",
	"Socket.SetRouterMandatory":      "Mandatory",
	"Socket.SetRoutingID":            "Identity",
	"Socket.SetSendHWM":              "SendHWM",
	"Socket.SetSendTimeout":          "SendTimeout",
	"Socket.SetZAPDomain":            "ZAPDomain",
}
