package lower

import "strings"

// constGroup says how one group of the header's constants becomes a Go type and a const block.
type constGroup struct {
	text   string // key of the heading's text, behind "group "
	typ    string // the constants' Go type, or "" for untyped constants
	under  string // the type's underlying type
	format format // how String writes a value
	topic  string // the file, without .go
	prefix string // put before each Go name
	strip  string // taken from each macro, behind ZMQ_
	macros []string
	// claims says whether a macro that no group lists belongs here: new releases add to groups.
	claims func(macro string) bool
}

// format says how a typed constant prints.
type format int

const (
	noString  format = iota
	oneOf            // the macro of the value
	oneOfFew         // the same, for values that are far apart
	setOfBits        // the macros of all bits that are set, joined by "|"
)

// constGroups holds every group, in the order of the header. A socket option is listed by
// socketOptions, which also says how it is set and read.
var constGroups = []constGroup{
	{
		text: "version", topic: "version",
		macros: words(`ZMQ_VERSION_MAJOR ZMQ_VERSION_MINOR ZMQ_VERSION_PATCH ZMQ_VERSION`),
	},
	{
		text: "Errno libzmq", typ: "Errno", topic: "errno",
		macros: words(`ZMQ_HAUSNUMERO EFSM ENOCOMPATPROTO ETERM EMTHREAD`),
	},
	{
		text: systemErrnoGroup, typ: "Errno", topic: "errno",
		macros: words(`ENOTSUP EPROTONOSUPPORT ENOBUFS ENETDOWN EADDRINUSE EADDRNOTAVAIL ECONNREFUSED
			EINPROGRESS ENOTSOCK EMSGSIZE EAFNOSUPPORT ENETUNREACH ECONNABORTED ECONNRESET ENOTCONN
			ETIMEDOUT EHOSTUNREACH ENETRESET`),
	},
	{
		text: "ContextOption", typ: "ContextOption", under: "int", format: oneOf, topic: "context",
		prefix: "Ctx", macros: contextOptionMacros(),
	},
	{
		text: "context defaults", topic: "context", prefix: "Default",
		macros: words(`ZMQ_IO_THREADS_DFLT ZMQ_MAX_SOCKETS_DFLT ZMQ_THREAD_PRIORITY_DFLT
			ZMQ_THREAD_SCHED_POLICY_DFLT`),
	},
	{
		text: "SocketType", typ: "SocketType", under: "int", format: oneOf, topic: "socket",
		macros: words(`ZMQ_PAIR ZMQ_PUB ZMQ_SUB ZMQ_REQ ZMQ_REP ZMQ_DEALER ZMQ_ROUTER ZMQ_PULL ZMQ_PUSH
			ZMQ_XPUB ZMQ_XSUB ZMQ_STREAM ZMQ_XREQ ZMQ_XREP ZMQ_SERVER ZMQ_CLIENT ZMQ_RADIO ZMQ_DISH
			ZMQ_GATHER ZMQ_SCATTER ZMQ_DGRAM ZMQ_PEER ZMQ_CHANNEL`),
	},
	{
		text: "SocketOption", typ: "SocketOption", under: "int", format: oneOf, topic: "option",
		prefix: "Opt", macros: socketOptionMacros(),
	},
	{
		text: "MessageProperty", typ: "MessageProperty", under: "int", format: oneOf, topic: "message",
		prefix: "Msg", macros: words(`ZMQ_MORE ZMQ_SHARED ZMQ_SRCFD`),
	},
	{
		text: "SendFlag", typ: "SendFlag", under: "int", format: setOfBits, topic: "socket",
		macros: words(`ZMQ_DONTWAIT ZMQ_SNDMORE ZMQ_NOBLOCK`),
	},
	{
		text: "Mechanism", typ: "Mechanism", under: "int", format: oneOf, topic: "security",
		prefix: "Mechanism", macros: words(`ZMQ_NULL ZMQ_PLAIN ZMQ_CURVE ZMQ_GSSAPI`),
	},
	{
		text: "limits", topic: "message",
		macros: words(`ZMQ_GROUP_MAX_LENGTH`),
	},
	{
		text: "Event", typ: "Event", under: "int", format: setOfBits, topic: "monitor",
		prefix: "Event", strip: "EVENT_",
		macros: words(`ZMQ_EVENT_CONNECTED ZMQ_EVENT_CONNECT_DELAYED ZMQ_EVENT_CONNECT_RETRIED
			ZMQ_EVENT_LISTENING ZMQ_EVENT_BIND_FAILED ZMQ_EVENT_ACCEPTED ZMQ_EVENT_ACCEPT_FAILED
			ZMQ_EVENT_CLOSED ZMQ_EVENT_CLOSE_FAILED ZMQ_EVENT_DISCONNECTED ZMQ_EVENT_MONITOR_STOPPED
			ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL ZMQ_EVENT_HANDSHAKE_SUCCEEDED
			ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL ZMQ_EVENT_HANDSHAKE_FAILED_AUTH ZMQ_EVENT_PIPES_STATS
			ZMQ_EVENT_ALL ZMQ_EVENT_ALL_V1 ZMQ_EVENT_ALL_V2`),
		claims: func(macro string) bool { return strings.HasPrefix(macro, "ZMQ_EVENT_") },
	},
	{
		text: "event versions", topic: "monitor",
		macros: words(`ZMQ_CURRENT_EVENT_VERSION ZMQ_CURRENT_EVENT_VERSION_DRAFT`),
	},
	{
		text: "ProtocolError", typ: "ProtocolError", under: "int", format: oneOfFew, topic: "monitor",
		prefix: "ProtocolError", strip: "PROTOCOL_ERROR_",
		macros: words(`ZMQ_PROTOCOL_ERROR_ZMTP_UNSPECIFIED ZMQ_PROTOCOL_ERROR_ZMTP_UNEXPECTED_COMMAND
			ZMQ_PROTOCOL_ERROR_ZMTP_INVALID_SEQUENCE ZMQ_PROTOCOL_ERROR_ZMTP_KEY_EXCHANGE
			ZMQ_PROTOCOL_ERROR_ZMTP_MALFORMED_COMMAND_UNSPECIFIED
			ZMQ_PROTOCOL_ERROR_ZMTP_MALFORMED_COMMAND_MESSAGE ZMQ_PROTOCOL_ERROR_ZMTP_MALFORMED_COMMAND_HELLO
			ZMQ_PROTOCOL_ERROR_ZMTP_MALFORMED_COMMAND_INITIATE ZMQ_PROTOCOL_ERROR_ZMTP_MALFORMED_COMMAND_ERROR
			ZMQ_PROTOCOL_ERROR_ZMTP_MALFORMED_COMMAND_READY ZMQ_PROTOCOL_ERROR_ZMTP_MALFORMED_COMMAND_WELCOME
			ZMQ_PROTOCOL_ERROR_ZMTP_INVALID_METADATA ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC
			ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH ZMQ_PROTOCOL_ERROR_ZAP_UNSPECIFIED
			ZMQ_PROTOCOL_ERROR_ZAP_MALFORMED_REPLY ZMQ_PROTOCOL_ERROR_ZAP_BAD_REQUEST_ID
			ZMQ_PROTOCOL_ERROR_ZAP_BAD_VERSION ZMQ_PROTOCOL_ERROR_ZAP_INVALID_STATUS_CODE
			ZMQ_PROTOCOL_ERROR_ZAP_INVALID_METADATA ZMQ_PROTOCOL_ERROR_WS_UNSPECIFIED`),
		claims: func(macro string) bool { return strings.HasPrefix(macro, "ZMQ_PROTOCOL_ERROR_") },
	},
	{
		text: "GSSAPINameType", typ: "GSSAPINameType", under: "int", format: oneOf, topic: "security",
		prefix: "GSSAPIName", strip: "GSSAPI_NT_",
		macros: words(`ZMQ_GSSAPI_NT_HOSTBASED ZMQ_GSSAPI_NT_USER_NAME ZMQ_GSSAPI_NT_KRB5_PRINCIPAL`),
		claims: func(macro string) bool { return strings.HasPrefix(macro, "ZMQ_GSSAPI_NT_") },
	},
	{
		text: "ReconnectStop", typ: "ReconnectStop", under: "int", format: setOfBits, topic: "option",
		prefix: "ReconnectStop", strip: "RECONNECT_STOP_",
		macros: words(`ZMQ_RECONNECT_STOP_CONN_REFUSED ZMQ_RECONNECT_STOP_HANDSHAKE_FAILED
			ZMQ_RECONNECT_STOP_AFTER_DISCONNECT`),
		claims: func(macro string) bool { return strings.HasPrefix(macro, "ZMQ_RECONNECT_STOP_") },
	},
	{
		text: "RouterNotify", typ: "RouterNotify", under: "int", format: setOfBits, topic: "option",
		prefix: "Notify", strip: "NOTIFY_", macros: words(`ZMQ_NOTIFY_CONNECT ZMQ_NOTIFY_DISCONNECT`),
		claims: func(macro string) bool { return strings.HasPrefix(macro, "ZMQ_NOTIFY_") },
	},
	{
		text: "NormMode", typ: "NormMode", under: "int", format: oneOf, topic: "option",
		prefix: "Norm", strip: "NORM_",
		macros: words(`ZMQ_NORM_FIXED ZMQ_NORM_CC ZMQ_NORM_CCL ZMQ_NORM_CCE ZMQ_NORM_CCE_ECNONLY`),
	},
	{
		text: "metadata", topic: "message", prefix: "Metadata", strip: "MSG_PROPERTY_",
		macros: words(`ZMQ_MSG_PROPERTY_ROUTING_ID ZMQ_MSG_PROPERTY_SOCKET_TYPE ZMQ_MSG_PROPERTY_USER_ID
			ZMQ_MSG_PROPERTY_PEER_ADDRESS`),
		claims: func(macro string) bool { return strings.HasPrefix(macro, "ZMQ_MSG_PROPERTY_") },
	},
	{
		text: "PollEvents", typ: "PollEvents", under: "int16", format: setOfBits, topic: "poll",
		macros: words(`ZMQ_POLLIN ZMQ_POLLOUT ZMQ_POLLERR ZMQ_POLLPRI`),
	},
	{
		text: "poll defaults", topic: "poll", prefix: "Default",
		macros: words(`ZMQ_POLLITEMS_DFLT`),
	},
	{
		text: "capabilities", topic: "capability",
		macros: words(`ZMQ_HAS_CAPABILITIES ZMQ_HAVE_POLLER ZMQ_HAVE_TIMERS`),
	},
	{
		text: "DeviceType", typ: "DeviceType", under: "int", format: oneOf, topic: "deprecated",
		macros: words(`ZMQ_STREAMER ZMQ_FORWARDER ZMQ_QUEUE`),
	},
}

// constNames holds the Go names that the rule of naming does not give.
var constNames = map[string]string{
	"ZMQ_VERSION":                  "HeaderVersion", // Version is the function that asks the library
	"ZMQ_IO_THREADS_DFLT":          "DefaultIOThreads",
	"ZMQ_MAX_SOCKETS_DFLT":         "DefaultMaxSockets",
	"ZMQ_THREAD_PRIORITY_DFLT":     "DefaultThreadPriority",
	"ZMQ_THREAD_SCHED_POLICY_DFLT": "DefaultThreadSchedPolicy",
	"ZMQ_POLLITEMS_DFLT":           "DefaultPollItems",
}

// oldNames holds the Go names of macros that stand beside the one that took their place, where the rule
// of naming gives both the same name.
var oldNames = map[string]struct{ newer, name string }{
	"ZMQ_CONNECT_RID": {"ZMQ_CONNECT_ROUTING_ID", "OptConnectRID"},
}

// systemErrnos are error numbers that libzmq returns though its header does not name them. They
// follow the header's own in the block of the system's errors.
var systemErrnos = words(`EAGAIN EBADF EFAULT EINTR EINVAL EMFILE ENODEV ENOENT ENOMEM`)

// deprecatedConstants are bound for programs that use them; their text says what replaces them.
var deprecatedConstants = set(words(`ZMQ_XREQ ZMQ_XREP ZMQ_NOBLOCK ZMQ_SRCFD ZMQ_TCP_ACCEPT_FILTER
	ZMQ_IPC_FILTER_PID ZMQ_IPC_FILTER_UID ZMQ_IPC_FILTER_GID ZMQ_IPV4ONLY ZMQ_DELAY_ATTACH_ON_CONNECT
	ZMQ_FAIL_UNROUTABLE ZMQ_ROUTER_BEHAVIOR ZMQ_STREAMER ZMQ_FORWARDER ZMQ_QUEUE`))

// allBits holds the macros that stand for every bit of their group; String does not write them.
var allBits = set(words(`ZMQ_EVENT_ALL ZMQ_EVENT_ALL_V1 ZMQ_EVENT_ALL_V2`))

// foldedSymbols are symbols of the header that have no Go name of their own. The text "folded NAME"
// says why.
var foldedSymbols = set(words(`ZMQ_DEFINED_STDINT zmq_errno zmq_free_fn zmq_thread_fn zmq_timer_fn iovec
	zmq_fd_t zmq_ppoll`))

// goTypes holds the C structs behind Go types that are written by hand.
var goTypes = map[string]string{
	"Message":     "zmq_msg_t",
	"PollItem":    "zmq_pollitem_t",
	"PollerEvent": "zmq_poller_event_t",
}

func words(list string) []string { return strings.Fields(list) }

func set(list []string) map[string]bool {
	members := make(map[string]bool, len(list))
	for _, member := range list {
		members[member] = true
	}
	return members
}
