package lower

// optionRule says how one option is set and read in Go. An option offers only the directions that the
// library does, whatever its manual says.
type optionRule struct {
	macro  string
	value  valueKind
	get    bool
	set    bool
	setter string // the setter's name, or "" for Set and the option's name
	// renamed is the macro that took this one's place, where a header has it.
	renamed string
	// getSince is the first release whose library lets the option be read.
	getSince release
	check    string // a helper that checks the value first, where the library checks badly or not at all
}

// valueKind says how Go sees an option's value.
type valueKind struct {
	goType string
	param  string
	c      string // the C value, as the documentation shows it
	setter string // the helper that sets it
	getter string // the helper that reads it
	as     string // the type that the getter's int becomes, or ""
}

// The kinds of values.
var (
	boolValue   = valueKind{goType: "bool", param: "on", c: "int on", setter: "setBool", getter: "boolean"}
	intValue    = valueKind{goType: "int", param: "n", c: "int n", setter: "SetOptionInt", getter: "OptionInt"}
	int64Value  = valueKind{goType: "int64", param: "n", c: "int64_t n", setter: "SetOptionInt64", getter: "OptionInt64"}
	uint64Value = valueKind{
		goType: "uint64", param: "n", c: "uint64_t n", setter: "SetOptionUint64", getter: "OptionUint64",
	}
	millisecondsValue = valueKind{
		goType: "time.Duration", param: "d", c: "int milliseconds", setter: "setMilliseconds", getter: "milliseconds",
	}
	secondsValue = valueKind{
		goType: "time.Duration", param: "d", c: "int seconds", setter: "setSeconds", getter: "seconds",
	}
	filterValue = valueKind{goType: "string", param: "filter", c: "char[]", setter: "setFilter"}
	textValue   = valueKind{goType: "string", param: "text", c: "char[]", setter: "SetOptionString", getter: "OptionString"}
	blobValue   = valueKind{goType: "[]byte", param: "b", c: "char[]", setter: "SetOption"}
	bytesValue  = valueKind{goType: "[]byte", param: "b", c: "char[]", setter: "setBytes", getter: "bytes"}
	keyValue    = valueKind{
		goType: "string", param: "z85", c: "char[41], or uint8_t[32]", setter: "setKey", getter: "key",
	}
	keyBytesValue = valueKind{
		goType: "[]byte", param: "key", c: "uint8_t[32], or char[41]", setter: "setKeyBytes", getter: "keyBytes",
	}
	fdValue            = valueKind{goType: "FD", c: "int fd", getter: "fd"}
	pollEventsValue    = valueKind{goType: "PollEvents", c: "int events", getter: "OptionInt", as: "PollEvents"}
	socketTypeValue    = valueKind{goType: "SocketType", c: "int type", getter: "OptionInt", as: "SocketType"}
	reconnectStopValue = enumValue("ReconnectStop", "events")
	routerNotifyValue  = enumValue("RouterNotify", "events")
	nameTypeValue      = enumValue("GSSAPINameType", "typ")
	normModeValue      = enumValue("NormMode", "mode")
	mechanismValue     = valueKind{goType: "Mechanism", c: "int mechanism", getter: "OptionInt", as: "Mechanism"}
)

// enumValue is the kind of an int that has a Go type of its own.
func enumValue(typ, param string) valueKind {
	return valueKind{
		goType: typ, param: param, c: "int " + param, setter: "SetOptionInt", getter: "OptionInt", as: typ,
	}
}

// socketOptions holds the options of a socket, in header order. ZMQ_BLOCKY stands among them in the
// header, but the library knows it as a context's option only.
var socketOptions = []optionRule{
	{macro: "ZMQ_AFFINITY", value: uint64Value, get: true, set: true},
	{macro: "ZMQ_IDENTITY", value: bytesValue, get: true, set: true},
	{macro: "ZMQ_ROUTING_ID", value: bytesValue, get: true, set: true},
	{macro: "ZMQ_SUBSCRIBE", value: filterValue, set: true, setter: "Subscribe"},
	{macro: "ZMQ_UNSUBSCRIBE", value: filterValue, set: true, setter: "Unsubscribe"},
	{macro: "ZMQ_RATE", value: intValue, get: true, set: true},
	{macro: "ZMQ_RECOVERY_IVL", value: millisecondsValue, get: true, set: true},
	{macro: "ZMQ_SNDBUF", value: intValue, get: true, set: true},
	{macro: "ZMQ_RCVBUF", value: intValue, get: true, set: true},
	{macro: "ZMQ_RCVMORE", value: boolValue, get: true},
	{macro: "ZMQ_FD", value: fdValue, get: true},
	{macro: "ZMQ_EVENTS", value: pollEventsValue, get: true},
	{macro: "ZMQ_TYPE", value: socketTypeValue, get: true},
	{macro: "ZMQ_LINGER", value: millisecondsValue, get: true, set: true},
	{macro: "ZMQ_RECONNECT_IVL", value: millisecondsValue, get: true, set: true},
	{macro: "ZMQ_BACKLOG", value: intValue, get: true, set: true},
	{macro: "ZMQ_RECONNECT_IVL_MAX", value: millisecondsValue, get: true, set: true},
	{macro: "ZMQ_MAXMSGSIZE", value: int64Value, get: true, set: true},
	{macro: "ZMQ_SNDHWM", value: intValue, get: true, set: true},
	{macro: "ZMQ_RCVHWM", value: intValue, get: true, set: true},
	{macro: "ZMQ_MULTICAST_HOPS", value: intValue, get: true, set: true},
	{macro: "ZMQ_RCVTIMEO", value: millisecondsValue, get: true, set: true},
	{macro: "ZMQ_SNDTIMEO", value: millisecondsValue, get: true, set: true},
	{macro: "ZMQ_LAST_ENDPOINT", value: textValue, get: true},
	{macro: "ZMQ_ROUTER_MANDATORY", value: boolValue, set: true},
	{macro: "ZMQ_TCP_KEEPALIVE", value: intValue, get: true, set: true},
	{macro: "ZMQ_TCP_KEEPALIVE_CNT", value: intValue, get: true, set: true},
	{macro: "ZMQ_TCP_KEEPALIVE_IDLE", value: secondsValue, get: true, set: true},
	{macro: "ZMQ_TCP_KEEPALIVE_INTVL", value: secondsValue, get: true, set: true},
	{macro: "ZMQ_IMMEDIATE", value: boolValue, get: true, set: true},
	{macro: "ZMQ_XPUB_VERBOSE", value: boolValue, set: true},
	{macro: "ZMQ_ROUTER_RAW", value: boolValue, set: true},
	{macro: "ZMQ_IPV6", value: boolValue, get: true, set: true},
	{macro: "ZMQ_MECHANISM", value: mechanismValue, get: true},
	{macro: "ZMQ_PLAIN_SERVER", value: boolValue, get: true, set: true},
	{macro: "ZMQ_PLAIN_USERNAME", value: textValue, get: true, set: true},
	{macro: "ZMQ_PLAIN_PASSWORD", value: textValue, get: true, set: true},
	{macro: "ZMQ_CURVE_SERVER", value: boolValue, get: true, set: true},
	{macro: "ZMQ_CURVE_PUBLICKEY", value: keyValue, get: true, set: true},
	{macro: "ZMQ_CURVE_SECRETKEY", value: keyValue, get: true, set: true},
	{macro: "ZMQ_CURVE_SERVERKEY", value: keyValue, get: true, set: true},
	{macro: "ZMQ_PROBE_ROUTER", value: boolValue, set: true},
	{macro: "ZMQ_REQ_CORRELATE", value: boolValue, set: true},
	{macro: "ZMQ_REQ_RELAXED", value: boolValue, set: true},
	{macro: "ZMQ_CONFLATE", value: boolValue, get: true, set: true},
	{macro: "ZMQ_ZAP_DOMAIN", value: textValue, get: true, set: true},
	{macro: "ZMQ_ROUTER_HANDOVER", value: boolValue, set: true},
	{macro: "ZMQ_TOS", value: intValue, get: true, set: true},
	{macro: "ZMQ_CONNECT_RID", value: bytesValue, set: true, renamed: "ZMQ_CONNECT_ROUTING_ID"},
	{macro: "ZMQ_CONNECT_ROUTING_ID", value: bytesValue, set: true},
	{macro: "ZMQ_GSSAPI_SERVER", value: boolValue, get: true, set: true},
	{macro: "ZMQ_GSSAPI_PRINCIPAL", value: textValue, get: true, set: true},
	{macro: "ZMQ_GSSAPI_SERVICE_PRINCIPAL", value: textValue, get: true, set: true},
	{macro: "ZMQ_GSSAPI_PLAINTEXT", value: boolValue, get: true, set: true},
	{macro: "ZMQ_HANDSHAKE_IVL", value: millisecondsValue, get: true, set: true},
	{macro: "ZMQ_SOCKS_PROXY", value: textValue, get: true, set: true},
	{macro: "ZMQ_XPUB_NODROP", value: boolValue, set: true},
	{macro: "ZMQ_XPUB_MANUAL", value: boolValue, set: true},
	{macro: "ZMQ_XPUB_WELCOME_MSG", value: blobValue, set: true},
	{macro: "ZMQ_STREAM_NOTIFY", value: boolValue, set: true},
	{macro: "ZMQ_INVERT_MATCHING", value: boolValue, get: true, set: true},
	{macro: "ZMQ_HEARTBEAT_IVL", value: millisecondsValue, get: true, set: true},
	{macro: "ZMQ_HEARTBEAT_TTL", value: millisecondsValue, get: true, set: true, check: "notNegative"},
	{macro: "ZMQ_HEARTBEAT_TIMEOUT", value: millisecondsValue, get: true, set: true},
	{macro: "ZMQ_XPUB_VERBOSER", value: boolValue, set: true},
	{macro: "ZMQ_CONNECT_TIMEOUT", value: millisecondsValue, get: true, set: true},
	{macro: "ZMQ_TCP_MAXRT", value: millisecondsValue, get: true, set: true},
	{macro: "ZMQ_THREAD_SAFE", value: boolValue, get: true},
	{macro: "ZMQ_MULTICAST_MAXTPDU", value: intValue, get: true, set: true},
	{macro: "ZMQ_VMCI_BUFFER_SIZE", value: uint64Value, set: true},
	{macro: "ZMQ_VMCI_BUFFER_MIN_SIZE", value: uint64Value, set: true},
	{macro: "ZMQ_VMCI_BUFFER_MAX_SIZE", value: uint64Value, set: true},
	{macro: "ZMQ_VMCI_CONNECT_TIMEOUT", value: millisecondsValue, set: true},
	{macro: "ZMQ_USE_FD", value: intValue, get: true, set: true},
	{macro: "ZMQ_GSSAPI_PRINCIPAL_NAMETYPE", value: nameTypeValue, get: true, set: true},
	{macro: "ZMQ_GSSAPI_SERVICE_PRINCIPAL_NAMETYPE", value: nameTypeValue, get: true, set: true},
	{macro: "ZMQ_BINDTODEVICE", value: textValue, get: true, set: true},
	{macro: "ZMQ_TCP_ACCEPT_FILTER", value: textValue, set: true},
	{macro: "ZMQ_IPC_FILTER_PID", value: intValue, set: true},
	{macro: "ZMQ_IPC_FILTER_UID", value: intValue, set: true},
	{macro: "ZMQ_IPC_FILTER_GID", value: intValue, set: true},
	{macro: "ZMQ_IPV4ONLY", value: boolValue, get: true, set: true},
	{macro: "ZMQ_ZAP_ENFORCE_DOMAIN", value: boolValue, get: true, set: true},
	{macro: "ZMQ_LOOPBACK_FASTPATH", value: boolValue, get: true, set: true},
	{macro: "ZMQ_METADATA", value: textValue, set: true},
	{macro: "ZMQ_MULTICAST_LOOP", value: boolValue, get: true, set: true},
	{macro: "ZMQ_ROUTER_NOTIFY", value: routerNotifyValue, get: true, set: true},
	{macro: "ZMQ_XPUB_MANUAL_LAST_VALUE", value: boolValue, set: true},
	{macro: "ZMQ_SOCKS_USERNAME", value: textValue, get: true, set: true},
	{macro: "ZMQ_SOCKS_PASSWORD", value: textValue, get: true, set: true},
	{macro: "ZMQ_IN_BATCH_SIZE", value: intValue, get: true, set: true},
	{macro: "ZMQ_OUT_BATCH_SIZE", value: intValue, get: true, set: true},
	{macro: "ZMQ_WSS_KEY_PEM", value: textValue, set: true},
	{macro: "ZMQ_WSS_CERT_PEM", value: textValue, set: true},
	{macro: "ZMQ_WSS_TRUST_PEM", value: textValue, set: true},
	{macro: "ZMQ_WSS_HOSTNAME", value: textValue, set: true},
	{macro: "ZMQ_WSS_TRUST_SYSTEM", value: boolValue, set: true},
	{macro: "ZMQ_ONLY_FIRST_SUBSCRIBE", value: boolValue, set: true},
	{macro: "ZMQ_RECONNECT_STOP", value: reconnectStopValue, get: true, set: true},
	{macro: "ZMQ_HELLO_MSG", value: blobValue, set: true},
	{macro: "ZMQ_DISCONNECT_MSG", value: blobValue, set: true},
	{macro: "ZMQ_PRIORITY", value: intValue, get: true, set: true},
	{macro: "ZMQ_BUSY_POLL", value: intValue, set: true},
	{macro: "ZMQ_HICCUP_MSG", value: blobValue, set: true},
	{macro: "ZMQ_XSUB_VERBOSE_UNSUBSCRIBE", value: boolValue, set: true},
	{macro: "ZMQ_TOPICS_COUNT", value: intValue, get: true},
	{macro: "ZMQ_NORM_MODE", value: normModeValue, get: true, set: true},
	{macro: "ZMQ_NORM_UNICAST_NACK", value: boolValue, get: true, set: true},
	{macro: "ZMQ_NORM_BUFFER_SIZE", value: intValue, get: true, set: true},
	{macro: "ZMQ_NORM_SEGMENT_SIZE", value: intValue, get: true, set: true},
	{macro: "ZMQ_NORM_BLOCK_SIZE", value: intValue, get: true, set: true},
	{macro: "ZMQ_NORM_NUM_PARITY", value: intValue, get: true, set: true},
	{macro: "ZMQ_NORM_NUM_AUTOPARITY", value: intValue, get: true, set: true},
	{macro: "ZMQ_NORM_PUSH", value: boolValue, get: true, set: true},
}

// optionNames are macros that name an option a second time: they are constants and nothing more.
var optionNames = words(`ZMQ_DELAY_ATTACH_ON_CONNECT ZMQ_FAIL_UNROUTABLE ZMQ_ROUTER_BEHAVIOR`)

// contextOptions holds the options of a context. ZMQ_SOCKET_LIMIT can only be read and
// ZMQ_THREAD_PRIORITY only be set: they share a number, and the library takes it for the one or the
// other by the call.
var contextOptions = []optionRule{
	{macro: "ZMQ_IO_THREADS", value: intValue, get: true, set: true},
	{macro: "ZMQ_MAX_SOCKETS", value: intValue, get: true, set: true},
	{macro: "ZMQ_SOCKET_LIMIT", value: intValue, get: true},
	{macro: "ZMQ_THREAD_PRIORITY", value: intValue, set: true},
	{macro: "ZMQ_THREAD_SCHED_POLICY", value: intValue, get: true, getSince: release{4, 3, 0}, set: true, check: "isPolicy"},
	{macro: "ZMQ_MAX_MSGSZ", value: intValue, get: true, set: true},
	{macro: "ZMQ_MSG_T_SIZE", value: intValue, get: true},
	{macro: "ZMQ_THREAD_AFFINITY_CPU_ADD", value: intValue, set: true, check: "isCPU"},
	{macro: "ZMQ_THREAD_AFFINITY_CPU_REMOVE", value: intValue, set: true},
	{macro: "ZMQ_THREAD_NAME_PREFIX", value: intValue, get: true, set: true},
	{macro: "ZMQ_ZERO_COPY_RECV", value: boolValue, get: true, set: true},
	{macro: "ZMQ_IPV6", value: boolValue, get: true, set: true},
	{macro: "ZMQ_BLOCKY", value: boolValue, get: true, set: true},
}

// messageProperties holds what zmq_msg_get reads, but for ZMQ_MORE, which has a function of its own.
var messageProperties = []optionRule{
	{macro: "ZMQ_SHARED", value: boolValue, get: true},
	{macro: "ZMQ_SRCFD", value: intValue, get: true},
}

func contextOptionMacros() []string { return macrosOf(contextOptions) }

func socketOptionMacros() []string { return append(macrosOf(socketOptions), optionNames...) }

func macrosOf(rules []optionRule) []string {
	var macros []string
	for _, rule := range rules {
		macros = append(macros, rule.macro)
	}
	return macros
}
