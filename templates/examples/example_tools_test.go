//go:build ignore

package libzmq_test

import (
	"fmt"
	"log"
	"time"

	"github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func ExampleVersion() {
	fmt.Println(libzmq.MakeVersion(libzmq.Version()) >= libzmq.MakeVersion(4, 2, 0))
	// Output: true
}

func ExampleCheckVersion() {
	if err := libzmq.CheckVersion(); err != nil {
		log.Fatal(err) // libzmq 4.1.4 is too old for this program, which needs 4.2.0 or newer
	}
	fmt.Println("libzmq is new enough")
	// Output: libzmq is new enough
}

func ExampleHas() {
	fmt.Println(libzmq.Has("ipc"), libzmq.Has("carrier pigeons"))
	// Output: true false
}

func ExampleAtomicCounter() {
	counter, err := libzmq.NewAtomicCounter()
	must(err)
	defer counter.Destroy()
	counter.Set(1)
	fmt.Println(counter.Inc(), counter.Value())
	fmt.Println(counter.Dec(), counter.Dec())
	// Output:
	// 1 2
	// true false
}

func ExampleStopwatch() {
	watch := libzmq.StartStopwatch()
	time.Sleep(2 * time.Millisecond)
	fmt.Println(watch.Stop() >= 2*time.Millisecond)
	// Output: true
}

func ExampleStartThread() {
	done := make(chan string, 1)
	thread := libzmq.StartThread(func() { done <- "on a thread of its own" })
	thread.Close() // waits until the function has returned
	fmt.Println(<-done)
	// Output: on a thread of its own
}
