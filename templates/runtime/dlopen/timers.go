//go:build ignore

package libzmq

import "sync"

// fired holds the timers that are due, for each list that firedNew returned. Their handler only records
// them.
var fired struct {
	sync.Mutex
	last  uintptr
	lists map[uintptr][]int
}

func firedNew() uintptr {
	fired.Lock()
	defer fired.Unlock()
	if fired.lists == nil {
		fired.lists = make(map[uintptr][]int)
	}
	fired.last++
	fired.lists[fired.last] = nil
	return fired.last
}

func firedFree(list uintptr) {
	fired.Lock()
	defer fired.Unlock()
	delete(fired.lists, list)
}

// firedTake returns the timers recorded since the last call.
func firedTake(list uintptr) []int {
	fired.Lock()
	defer fired.Unlock()
	ids := fired.lists[list]
	fired.lists[list] = nil
	return ids
}

// timerHandler is called by libzmq, within zmq_timers_execute.
var timerHandler = sync.OnceValue(func() uintptr {
	return newCallback(func(id, list uintptr) uintptr {
		fired.Lock()
		defer fired.Unlock()
		fired.lists[list] = append(fired.lists[list], int(int32(id)))
		return 0
	})
})

func timersAdd(timers uintptr, interval int, list uintptr) int {
	lib := loaded()
	return lib.status(&call{
		fn: lib.zmqTimersAdd, ends: onNegative,
		words: [6]uintptr{timers, uintptr(interval), timerHandler(), list},
	})
}

func zmqTimersExecute(timers uintptr) int {
	lib := loaded()
	return int(int32(lib.crossBack(call{fn: lib.zmqTimersExecute, ends: onNegative, words: [6]uintptr{timers}})))
}
