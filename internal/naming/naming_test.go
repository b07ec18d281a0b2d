package naming_test

import (
	"go/token"
	"testing"

	"github.com/zmqgen/zmqgen/internal/naming"
)

func TestExported(t *testing.T) {
	for c, want := range map[string]string{
		"AFFINITY":                  "Affinity",
		"CONNECT_RID":               "ConnectRoutingID",
		"CURVE_PUBLICKEY":           "CurvePublicKey",
		"DELAY_ATTACH_ON_CONNECT":   "DelayAttachOnConnect",
		"HANDSHAKE_IVL":             "HandshakeInterval",
		"IO_THREADS":                "IOThreads",
		"IPC_FILTER_UID":            "IPCFilterUID",
		"IPV4ONLY":                  "IPv4Only",
		"LAST_ENDPOINT":             "LastEndpoint",
		"MAXMSGSIZE":                "MaxMessageSize",
		"MAX_MSGSZ":                 "MaxMessageSize",
		"MULTICAST_MAXTPDU":         "MulticastMaxTPDU",
		"RCVTIMEO":                  "RecvTimeout",
		"RECONNECT_IVL_MAX":         "ReconnectIntervalMax",
		"SNDHWM":                    "SendHWM",
		"TCP_KEEPALIVE_CNT":         "TCPKeepaliveCount",
		"TCP_KEEPALIVE_INTVL":       "TCPKeepaliveInterval",
		"TCP_MAXRT":                 "TCPMaxRetransmit",
		"THREAD_SCHED_POLICY":       "ThreadSchedPolicy",
		"USE_FD":                    "UseFD",
		"XPUB_NODROP":               "XPubNoDrop",
		"XPUB_WELCOME_MSG":          "XPubWelcomeMessage",
		"socket_monitor":            "SocketMonitor",
		"z85_encode":                "Z85Encode",
		"SOMETHING_NOT_KNOWN":       "SomethingNotKnown",
		"double__underscore":        "DoubleUnderscore",
		"trailing_":                 "Trailing",
		"ZAP_DOMAIN":                "ZAPDomain",
		"GSSAPI_SERVICE_PRINCIPAL":  "GSSAPIServicePrincipal",
		"VMCI_BUFFER_MIN_SIZE":      "VMCIBufferMinSize",
		"THREAD_AFFINITY_CPU_ADD":   "ThreadAffinityCPUAdd",
		"XSUB_VERBOSE_UNSUBSCRIBE":  "XSubVerboseUnsubscribe",
		"GSSAPI_PRINCIPAL_NAMETYPE": "GSSAPIPrincipalNameType",
	} {
		if got := naming.Exported(c); got != want {
			t.Errorf("Exported(%q) = %q, want %q", c, got, want)
		}
	}
}

func TestUnexported(t *testing.T) {
	for name, want := range map[string]string{
		"IOThreads": "ioThreads",
		"Linger":    "linger",
		"FD":        "fd",
		"":          "",
		"already":   "already",
		"X":         "x",
		"SendHWM":   "sendHWM",
	} {
		if got := naming.Unexported(name); got != want {
			t.Errorf("Unexported(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestLocal(t *testing.T) {
	for c, want := range map[string]string{
		"addr":       "addr",
		"io_threads": "ioThreads",
		"type":       "kind",
		"func":       "fn",
		"select":     "selectValue",
		"seconds_":   "seconds",
	} {
		if got := naming.Local(c); got != want {
			t.Errorf("Local(%q) = %q, want %q", c, got, want)
		}
	}
}

func FuzzExported(f *testing.F) {
	for _, seed := range []string{"RCVTIMEO", "a_b_c", "__", "type", "ZMQ_1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, c string) {
		prefixed := "ZMQ_" + c
		if !token.IsIdentifier(prefixed) {
			t.Skip("not a C identifier")
		}
		for _, r := range c {
			if r > 127 {
				t.Skip("not a C identifier")
			}
		}
		if name := "Opt" + naming.Exported(c); !token.IsIdentifier(name) {
			t.Errorf("Exported(%q) gives %q, which is no Go identifier", c, name)
		}
	})
}
