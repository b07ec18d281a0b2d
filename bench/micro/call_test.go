package micro

import (
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func BenchmarkGetOption(b *testing.B) {
	push, _ := connected(b)
	b.ReportAllocs()
	for b.Loop() {
		_, err := push.SendHWM()
		must(b, err)
	}
}

func BenchmarkSetOption(b *testing.B) {
	push, _ := connected(b)
	b.ReportAllocs()
	for b.Loop() {
		must(b, push.SetLinger(0))
	}
}

func BenchmarkRecvMore(b *testing.B) {
	_, pull := connected(b)
	b.ReportAllocs()
	for b.Loop() {
		_, err := pull.RecvMore()
		must(b, err)
	}
}

func BenchmarkLastEndpoint(b *testing.B) {
	_, pull := connected(b)
	b.ReportAllocs()
	for b.Loop() {
		_, err := pull.LastEndpoint()
		must(b, err)
	}
}

func BenchmarkPoll(b *testing.B) {
	push, pull := connected(b)
	items := []libzmq.PollItem{
		{Socket: push, Events: libzmq.PollOut},
		{Socket: pull, Events: libzmq.PollIn},
	}
	b.ReportAllocs()
	for b.Loop() {
		_, err := libzmq.Poll(items, 0*time.Second)
		must(b, err)
	}
}

// BenchmarkBind binds and unbinds in each operation.
func BenchmarkBind(b *testing.B) {
	push, _ := connected(b)
	b.ReportAllocs()
	for b.Loop() {
		must(b, push.Bind("inproc://short"))
		must(b, push.Unbind("inproc://short"))
	}
}

// BenchmarkError receives in vain in each operation.
func BenchmarkError(b *testing.B) {
	_, pull := connected(b)
	buf := make([]byte, 16)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pull.Recv(buf, libzmq.DontWait); err != libzmq.EAGAIN {
			b.Fatal(err)
		}
	}
}
