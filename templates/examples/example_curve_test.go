//go:build ignore

package libzmq_test

import (
	"fmt"

	"github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func ExampleZ85Encode() {
	text, err := libzmq.Z85Encode([]byte{0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b})
	must(err)
	data, err := libzmq.Z85Decode(text)
	must(err)
	fmt.Printf("%s %x\n", text, data)
	// Output: HelloWorld 864fd26fb559f75b
}

func ExampleCurveKeypair() {
	public, secret, err := libzmq.CurveKeypair()
	must(err)
	again, err := libzmq.CurvePublic(secret)
	must(err)
	fmt.Println(len(public), public == again)
	// Output: 40 true
}

// The client knows the server's public key, and their messages are encrypted.
func ExampleSocket_SetCurveServer() {
	ctx, sockets := open(libzmq.Rep, libzmq.Req)
	defer end(ctx, sockets)
	server, client := sockets[0], sockets[1]

	serverPublic, serverSecret, err := libzmq.CurveKeypair()
	must(err)
	must(server.SetCurveServer(true))
	must(server.SetCurveSecretKey(serverSecret))
	must(server.Bind("tcp://127.0.0.1:*"))
	endpoint, err := server.LastEndpoint()
	must(err)

	clientPublic, clientSecret, err := libzmq.CurveKeypair()
	must(err)
	must(client.SetCurveServerKey(serverPublic))
	must(client.SetCurvePublicKey(clientPublic))
	must(client.SetCurveSecretKey(clientSecret))
	must(client.Connect(endpoint))

	send(client, "secret")
	mechanism, err := server.Mechanism()
	must(err)
	fmt.Println(receive(server), mechanism)
	// Output: secret ZMQ_CURVE
}
