//go:build ignore

package libzmq

import "time"

func zmqSleep(seconds int) {
	lib := loaded()
	if lib.zmqSleep == 0 {
		time.Sleep(time.Duration(seconds) * time.Second)
		return
	}
	lib.cross(&call{fn: lib.zmqSleep, words: [6]uintptr{uintptr(seconds)}}, 1)
}
