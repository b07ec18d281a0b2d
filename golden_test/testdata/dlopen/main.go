// Command dlopen calls each kind of function of a generated package, and prints the results. TestLibrary runs it
// with files that are not libzmq.
package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func main() {
	_, err := libzmq.NewContext()
	fmt.Println("NewContext:", err)
	if err == nil {
		return
	}
	fmt.Println("is ENOTSUP:", errors.Is(err, libzmq.ENOTSUP))
	fmt.Println("is ErrNotExist:", errors.Is(err, fs.ErrNotExist))

	// The others return as well, with the same error if they return one.
	major, minor, patch := libzmq.Version()
	fmt.Println("Version:", major, minor, patch)
	fmt.Println("Has:", libzmq.Has("ipc"))
	fmt.Println("ETERM:", libzmq.ETERM)
	fmt.Println("EAGAIN:", libzmq.EAGAIN)
	fmt.Println("Stopwatch:", libzmq.StartStopwatch().Stop())
	libzmq.StartThread(func() { fmt.Println("a thread runs") }).Close()
	libzmq.Sleep(1)
	_, counterErr := libzmq.NewAtomicCounter()
	_, optionErr := new(libzmq.Socket).RecvTimeout()
	_, recvErr := new(libzmq.Socket).Recv(make([]byte, 8), 0)
	_, batchErr := new(libzmq.Socket).RecvBatch(libzmq.NewBatch(4), 0)
	_, sendErr := new(libzmq.Socket).SendBatch(make([][]byte, 40), 0)
	_, partsErr := new(libzmq.Socket).SendParts(make([][]byte, 2), 0)
	_, pollErr := libzmq.Poll(make([]libzmq.PollItem, 1), 0)
	_, _, keyErr := libzmq.CurveKeypair()
	_, ctxErr := new(libzmq.Context).IOThreads()
	for what, other := range map[string]error{
		"CheckVersion": libzmq.CheckVersion(), "NewAtomicCounter": counterErr, "Option": optionErr, "Recv": recvErr,
		"RecvBatch": batchErr, "SendBatch": sendErr, "SendParts": partsErr, "Poll": pollErr, "CurveKeypair": keyErr,
		"Context.Option": ctxErr, "Message.Init": new(libzmq.Message).Init(), "InitData": new(libzmq.Message).InitData([]byte{1}),
		"Proxy": libzmq.Proxy(nil, nil, nil), "Device": libzmq.Device(libzmq.Queue, nil, nil),
	} {
		if other != err {
			fmt.Printf("%s: %v\n", what, other)
		}
	}
}
