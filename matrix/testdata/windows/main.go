// Command windows calls functions of a generated package whose answers it knows, from the libzmq.dll beside this file.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
	"unsafe"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

var failed bool

func check(what string, ok bool, got ...any) {
	if !ok {
		failed = true
		fmt.Println("wrong:", what+":", fmt.Sprint(got...))
	}
}

func main() {
	if err := libzmq.CheckVersion(); err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	major, minor, patch := libzmq.Version()
	check("version", major == 4 && minor == 3 && patch == 77, major, minor, patch)
	check("capabilities", libzmq.Has("curve") && !libzmq.Has("gssapi"))
	ctx, err := libzmq.NewContext()
	check("context", err == nil, err)
	check("a context option", ctx.SetIOThreads(1<<30) == nil)
	threads, err := ctx.IOThreads()
	check("a context option", threads == 1<<30 && err == nil, threads, err)
	_, err = ctx.NewSocket(libzmq.Push)
	check("no socket", errors.Is(err, libzmq.EMFILE), err)
	s, err := ctx.NewSocket(libzmq.Pair)
	check("socket", err == nil, err)
	errorNumbers(s)
	buffers(s)
	messages(s)
	poll(s)
	timers()
	const text = "HelloWorld"
	encoded, err := libzmq.Z85Encode([]byte{0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B})
	check("a string that C writes", encoded == text && err == nil, encoded, err)
	check("an unsigned long", libzmq.StartStopwatch().Stop() == 0xfffffff0*time.Microsecond)
	check("close", s.Close() == nil && errors.Is(s.Close(), libzmq.ENOTSOCK))
	check("term", ctx.Term() == nil)
	if failed {
		os.Exit(1)
	}
	fmt.Println("all answers are right")
}

func errorNumbers(s *libzmq.Socket) {
	check("bind", s.Bind("tcp://127.0.0.1:5555") == nil)
	err := s.Bind("tcp://taken")
	check("an error number of the C library", err == error(libzmq.EADDRINUSE) && errors.Is(err, syscall.EADDRINUSE), err)
	err = s.Bind("tcp://over")
	check("an error number of libzmq", err == error(libzmq.ETERM), err)
	check("an error's text", strings.HasSuffix(err.Error(), "the context is over"), err)
}

func buffers(s *libzmq.Socket) {
	_, err := s.Recv(make([]byte, 8), libzmq.DontWait)
	check("nothing to receive", errors.Is(err, libzmq.EAGAIN) && errors.Is(err, syscall.EAGAIN), err)
	for _, size := range []int{0, 1, 1000, 1 << 16} {
		sent, received := bytes.Repeat([]byte{0xA5}, size), make([]byte, size)
		n, err := s.Send(sent, libzmq.SendMore)
		check("send", n == size && err == nil, n, err)
		n, err = s.Recv(received, 0)
		check("recv", n == size && err == nil && bytes.Equal(sent, received), n, err)
	}
	check("a number of 64 bits", s.SetMaxMessageSize(-(1 << 40)) == nil)
	most, err := s.MaxMessageSize()
	check("a number of 64 bits", most == -(1<<40) && err == nil, most, err)
	name := strings.Repeat("x", 200)
	check("a text", s.SetPlainUsername(name) == nil)
	got, err := s.PlainUsername()
	check("a text", got == name && err == nil, got, err)
}

func messages(s *libzmq.Socket) {
	for round := range 100 {
		var out, in libzmq.Message
		content := bytes.Repeat([]byte{byte(round)}, 100)
		check("borrowed memory", out.InitData(content) == nil)
		n, err := out.Send(s, 0) // which has C call back
		check("send a message", n == 100 && err == nil, n, err)
		n, err = in.Recv(s, 0)
		check("receive a message", n == 100 && err == nil && bytes.Equal(in.Data(), content), n, err)
		address, err := in.Metadata("Peer-Address")
		check("a text that C keeps", address == "127.0.0.1" && err == nil, address, err)
		_, err = in.Metadata("none")
		check("no text", errors.Is(err, libzmq.EINVAL), err)
		check("close messages", out.Close() == nil && in.Close() == nil)
	}
	batch := libzmq.NewBatch(4)
	_, err := s.Send([]byte("in a batch"), 0)
	check("send", err == nil, err)
	n, err := s.RecvBatch(batch, 0)
	check("a batch", n == 1 && err == nil && string(batch.Bytes(0)) == "in a batch", n, err)
	check("close the batch", batch.Close() == nil)
	sent, err := s.SendParts([][]byte{[]byte("a"), []byte("part")}, 0)
	check("parts", sent == 5 && err == nil, sent, err)
}

func poll(s *libzmq.Socket) {
	descriptor := uint64(0xabcdef0123456789)
	items := []libzmq.PollItem{
		{Socket: s, Events: libzmq.PollIn},
		{FD: libzmq.FD(descriptor), Events: libzmq.PollIn | libzmq.PollOut},
		{FD: 5, Events: libzmq.PollIn},
	}
	n, err := libzmq.Poll(items, 1234*time.Millisecond)
	check("poll", n == 2 && err == nil && items[0].Revents == libzmq.PollIn && items[1].Revents == items[1].Events &&
		items[2].Revents == 0, n, err, items)
	check("a descriptor's size", unsafe.Sizeof(items[0].FD) == unsafe.Sizeof(uintptr(0)))
}

func timers() {
	timers, err := libzmq.NewTimers()
	check("timers", err == nil, err)
	called := 0
	id, err := timers.Add(5*time.Second, func(id int) { called = id })
	check("a timer", id == 7 && err == nil, id, err)
	wait, err := timers.Timeout()
	check("a long of -1", wait == libzmq.Forever && err == nil, wait, err)
	check("a callback", timers.Execute() == nil && called == 7, called)
	check("destroy timers", timers.Destroy() == nil)
}
