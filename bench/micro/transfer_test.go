package micro

import (
	"fmt"
	"testing"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// sizes are the lengths of messages, in bytes.
var sizes = []int{16, 1 << 10, 64 << 10}

// bySize runs a benchmark for each length, on two connected sockets. One goroutine sends and then
// receives, so that only the calls are measured.
func bySize(b *testing.B, body func(b *testing.B, push, pull *libzmq.Socket, buf []byte)) {
	for _, size := range sizes {
		b.Run(fmt.Sprintf("size=%d", size), func(b *testing.B) {
			push, pull := connected(b)
			buf := make([]byte, size)
			b.ReportAllocs()
			b.SetBytes(int64(size))
			body(b, push, pull, buf)
		})
	}
}

func BenchmarkSendRecv(b *testing.B) {
	bySize(b, func(b *testing.B, push, pull *libzmq.Socket, buf []byte) {
		for b.Loop() {
			_, err := push.Send(buf, 0)
			must(b, err)
			_, err = pull.Recv(buf, 0)
			must(b, err)
		}
	})
}

func BenchmarkMessage(b *testing.B) {
	bySize(b, func(b *testing.B, push, pull *libzmq.Socket, buf []byte) {
		var out, in libzmq.Message
		for b.Loop() {
			must(b, out.InitSize(len(buf)))
			copy(out.Data(), buf)
			_, err := out.Send(push, 0)
			must(b, err)
			_, err = in.Recv(pull, 0)
			must(b, err)
			_ = in.Data()
		}
	})
}

func BenchmarkInitData(b *testing.B) {
	bySize(b, func(b *testing.B, push, pull *libzmq.Socket, buf []byte) {
		var out, in libzmq.Message
		for b.Loop() {
			must(b, out.InitData(buf))
			_, err := out.Send(push, 0)
			must(b, err)
			_, err = in.Recv(pull, 0)
			must(b, err)
		}
	})
}

func BenchmarkSendConst(b *testing.B) {
	bySize(b, func(b *testing.B, push, pull *libzmq.Socket, buf []byte) {
		data := libzmq.NewConstData(buf)
		var in libzmq.Message
		for b.Loop() {
			_, err := push.SendConst(data, 0)
			must(b, err)
			_, err = in.Recv(pull, 0)
			must(b, err)
		}
	})
}

func BenchmarkParts(b *testing.B) {
	bySize(b, func(b *testing.B, push, pull *libzmq.Socket, buf []byte) {
		parts := [][]byte{buf[:8], buf}
		for b.Loop() {
			_, err := push.SendParts(parts, 0)
			must(b, err)
			_, err = pull.RecvParts(0)
			must(b, err)
		}
	})
}

// BenchmarkBatch transfers 64 messages in each operation.
func BenchmarkBatch(b *testing.B) {
	bySize(b, func(b *testing.B, push, pull *libzmq.Socket, buf []byte) {
		messages := make([][]byte, 64)
		for i := range messages {
			messages[i] = buf
		}
		batch := libzmq.NewBatch(len(messages))
		defer batch.Close()
		b.SetBytes(int64(len(messages) * len(buf)))
		for b.Loop() {
			sent, err := push.SendBatch(messages, 0)
			must(b, err)
			for sent > 0 {
				received, err := pull.RecvBatch(batch, 0)
				must(b, err)
				sent -= received
			}
		}
	})
}
