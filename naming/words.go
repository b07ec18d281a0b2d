package naming

// words holds every word of libzmq's names that does not simply take a capital: initialisms, joined
// words and abbreviations, which are written out.
var words = map[string]string{
	// Initialisms.
	"CPU":    "CPU",
	"FD":     "FD",
	"GID":    "GID",
	"GSSAPI": "GSSAPI",
	"HWM":    "HWM",
	"ID":     "ID",
	"IO":     "IO",
	"IOV":    "IOV",
	"IPC":    "IPC",
	"NT":     "NT",
	"PID":    "PID",
	"SOCKS":  "SOCKS",
	"TCP":    "TCP",
	"TOS":    "TOS",
	"TTL":    "TTL",
	"UID":    "UID",
	"VMCI":   "VMCI",
	"WS":     "WS",
	"WSS":    "WSS",
	"ZAP":    "ZAP",
	"ZMTP":   "ZMTP",

	// Names with capitals of their own.
	"IPV4":     "IPv4",
	"IPV4ONLY": "IPv4Only",
	"IPV6":     "IPv6",
	"XPUB":     "XPub",
	"XREP":     "XRep",
	"XREQ":     "XReq",
	"XSUB":     "XSub",

	// Abbreviations.
	"CNT":   "Count",
	"CTX":   "Context",
	"DFLT":  "Default",
	"ERR":   "Err",
	"INTVL": "Interval",
	"IVL":   "Interval",
	"MSG":   "Message",
	"MSGSZ": "MessageSize",
	"RCV":   "Recv",
	"RID":   "RoutingID",
	"SND":   "Send",
	"SRCFD": "SourceFD",
	"TIMEO": "Timeout",

	// Words that C runs together.
	"DONTWAIT":   "DontWait",
	"MAXMSGSIZE": "MaxMessageSize",
	"MAXRT":      "MaxRetransmit",
	"MAXTPDU":    "MaxTPDU",
	"NOBLOCK":    "NoBlock",
	"NODROP":     "NoDrop",
	"POLLERR":    "PollErr",
	"POLLIN":     "PollIn",
	"POLLITEMS":  "PollItems",
	"POLLOUT":    "PollOut",
	"POLLPRI":    "PollPri",
	"PUBLICKEY":  "PublicKey",
	"RCVBUF":     "RecvBuffer",
	"RCVHWM":     "RecvHWM",
	"RCVMORE":    "RecvMore",
	"RCVTIMEO":   "RecvTimeout",
	"SECRETKEY":  "SecretKey",
	"SERVERKEY":  "ServerKey",
	"SNDBUF":     "SendBuffer",
	"SNDHWM":     "SendHWM",
	"SNDMORE":    "SendMore",
	"SNDTIMEO":   "SendTimeout",
}

// insteadOfKeyword holds what people write for a parameter that Go reserves the name of.
var insteadOfKeyword = map[string]string{
	"func":  "fn",
	"map":   "table",
	"range": "span",
	"type":  "kind",
	"var":   "variable",
}
