//go:build ignore

package libzmq

// proxyCall makes a call that on other systems signals must not reach.
func (lib *library) proxyCall(proxy call) int {
	proxy.ends = onNegative
	return lib.status(&proxy)
}
