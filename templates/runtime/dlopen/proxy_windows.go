//go:build ignore

package libzmq

// proxyCall makes a call that signals must not interrupt on other systems.
func (lib *library) proxyCall(proxy call) int {
	proxy.ends = onNegative
	return lib.status(&proxy)
}
