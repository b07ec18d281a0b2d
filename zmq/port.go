package zmq

import (
	"fmt"
	"maps"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"
)

// portOf returns the port of a TCP endpoint: what comes after the last colon.
func portOf(endpoint string) (port string, ok bool) {
	rest, ok := strings.CutPrefix(endpoint, "tcp://")
	if !ok {
		return "", false
	}
	i := strings.LastIndexByte(rest, ':')
	return rest[i+1:], i >= 0
}

// hostOf returns the host of a TCP endpoint to connect to, if it is a name and not an address. A source address can
// precede it.
func hostOf(endpoint string) (name string, ok bool) {
	if _, ok = portOf(endpoint); !ok {
		return "", false
	}
	host := endpoint[len("tcp://"):strings.LastIndexByte(endpoint, ':')]
	host = host[strings.LastIndexByte(host, ';')+1:]
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return "", false
	}
	return host, true
}

// checkPort rejects ports that libzmq would take modulo 65536 or, in a connect, try forever without success.
func checkPort(endpoint string, binds bool) error {
	port, ok := portOf(endpoint)
	if !ok || binds && port == "*" {
		return nil // libzmq reports what is wrong with it
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 && !binds {
		return fmt.Errorf("port %q is not a number from 1 to 65535: %w", port, EINVAL)
	}
	return nil
}

// canonical returns an endpoint with its address as libzmq writes it.
func canonical(endpoint string) string {
	rest, _ := strings.CutPrefix(endpoint, "tcp://")
	address, err := netip.ParseAddrPort(rest)
	if err != nil {
		return endpoint
	}
	return "tcp://" + netip.AddrPortFrom(address.Addr().Unmap(), address.Port()).String()
}

// releases records the endpoints that the process unbound less than settleTime ago. libzmq closes its listeners in
// the background, so such an endpoint may still be in use.
var releases releaseTimes

type releaseTimes struct {
	mu   sync.Mutex
	when map[string]time.Time
}

// releaseKey is the same for two binds that exclude each other.
func releaseKey(endpoint string) string {
	if port, ok := portOf(endpoint); ok {
		return strings.TrimLeft(port, "0") // which libzmq omits
	}
	return endpoint
}

func (r *releaseTimes) note(endpoint string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.when == nil {
		r.when = make(map[string]time.Time)
	}
	if len(r.when) >= 1000 {
		maps.DeleteFunc(r.when, func(_ string, when time.Time) bool { return time.Since(when) > settleTime })
	}
	r.when[releaseKey(endpoint)] = time.Now()
}

// recent reports whether the endpoint was released less than settleTime ago.
func (r *releaseTimes) recent(endpoint string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	when, ok := r.when[releaseKey(endpoint)]
	return ok && time.Since(when) < settleTime
}
