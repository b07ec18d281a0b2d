// Command static sends a message that CURVE encrypts, to see that a static program needs no file.
package main

import (
	"fmt"
	"log"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func open(ctx *libzmq.Context, kind libzmq.SocketType) *libzmq.Socket {
	s, err := ctx.NewSocket(kind)
	must(err)
	must(s.SetLinger(0))
	must(s.SetSendTimeout(10 * time.Second))
	must(s.SetRecvTimeout(10 * time.Second))
	return s
}

func main() {
	ctx, err := libzmq.NewContext()
	must(err)
	server, client := open(ctx, libzmq.Pull), open(ctx, libzmq.Push)
	public, secret, err := libzmq.CurveKeypair()
	must(err)
	must(server.SetCurveServer(true))
	must(server.SetCurveSecretKey(secret))
	must(server.Bind("tcp://127.0.0.1:*"))
	endpoint, err := server.LastEndpoint()
	must(err)
	ownPublic, ownSecret, err := libzmq.CurveKeypair()
	must(err)
	must(client.SetCurveServerKey(public))
	must(client.SetCurvePublicKey(ownPublic))
	must(client.SetCurveSecretKey(ownSecret))
	must(client.Connect(endpoint))
	_, err = client.Send([]byte("hello"), 0)
	must(err)
	var buf [8]byte
	n, err := server.Recv(buf[:], 0)
	must(err)
	fmt.Printf("received %s\n", buf[:n])
	must(client.Close())
	must(server.Close())
	must(ctx.Term())
}
