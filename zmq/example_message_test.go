package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// A message of several parts arrives as a whole.
func ExampleSocket_SendParts() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	receiver, err := z.Open(zmq.Pull, zmq.Bind("inproc://files"))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := z.Open(zmq.Push, zmq.Connect("inproc://files"))
	if err != nil {
		log.Fatal(err)
	}

	if err := sender.SendParts(ctx, []byte("notes.txt"), []byte("buy milk")); err != nil {
		log.Fatal(err)
	}
	parts, err := receiver.RecvParts(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s holds %q\n", parts[0], parts[1])
	// Output:
	// notes.txt holds "buy milk"
}

// Recv is for messages of one part. For a longer message, the error carries all of the parts.
func ExampleMultipartError() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	receiver, err := z.Open(zmq.Pull, zmq.Bind("inproc://files"))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := z.Open(zmq.Push, zmq.Connect("inproc://files"))
	if err != nil {
		log.Fatal(err)
	}

	if err := sender.SendMessage(ctx, zmq.Text("notes.txt", "buy milk")); err != nil {
		log.Fatal(err)
	}
	_, err = receiver.Recv(ctx)
	var several *zmq.MultipartError
	if errors.As(err, &several) {
		fmt.Printf("%q\n", several.Parts)
	}
	// Output:
	// ["notes.txt" "buy milk"]
}

// A loop over all messages that arrive until the socket is closed.
func ExampleSocket_Messages() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	receiver, err := z.Open(zmq.Pull, zmq.Bind("inproc://numbers"))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := z.Open(zmq.Push, zmq.Connect("inproc://numbers"))
	if err != nil {
		log.Fatal(err)
	}
	for _, number := range []string{"one", "two", "three"} {
		if err := sender.SendString(ctx, number); err != nil {
			log.Fatal(err)
		}
	}

	for message, err := range receiver.Messages(ctx) {
		if errors.Is(err, zmq.ErrClosed) {
			fmt.Println("the end")
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(message)
		if message.String() == "three" { // usually another goroutine does this
			if err := receiver.Close(); err != nil {
				log.Fatal(err)
			}
		}
	}
	// Output:
	// one
	// two
	// three
	// the end
}

// RecvInto receives into memory of the caller. If that is too small, nothing is lost.
func ExampleSocket_RecvInto() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	receiver, err := z.Open(zmq.Pull, zmq.Bind("inproc://texts"))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := z.Open(zmq.Push, zmq.Connect("inproc://texts"))
	if err != nil {
		log.Fatal(err)
	}
	if err := sender.SendString(ctx, "a longer text"); err != nil {
		log.Fatal(err)
	}

	buf := make([]byte, 4)
	n, err := receiver.RecvInto(ctx, buf)
	if errors.Is(err, io.ErrShortBuffer) {
		fmt.Println("needs", n, "bytes")
		buf = make([]byte, n)
		n, err = receiver.RecvInto(ctx, buf)
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", buf[:n])
	// Output:
	// needs 13 bytes
	// a longer text
}

// The envelope that routes a message is what precedes its first empty part.
func ExampleMessage_Envelope() {
	m := zmq.Text("client-7", "", "resize", "photo.png")
	envelope, content := m.Envelope()
	fmt.Printf("%q %q\n", envelope, content)
	fmt.Printf("%d parts, the last is %q\n", m.Len(), m.Body())
	// Output:
	// ["client-7"] ["resize" "photo.png"]
	// 4 parts, the last is "photo.png"
}

// Batches send and receive many messages with a few calls to libzmq.
func ExampleSocket_RecvBatch() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	receiver, err := z.Open(zmq.Pull, zmq.Bind("inproc://numbers"))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := z.Open(zmq.Push, zmq.Connect("inproc://numbers"))
	if err != nil {
		log.Fatal(err)
	}

	numbers := make([][]byte, 500)
	for i := range numbers {
		numbers[i] = fmt.Append(nil, i)
	}
	if _, err := sender.SendBatch(ctx, numbers); err != nil {
		log.Fatal(err)
	}

	batch := zmq.NewBatch(64)
	defer batch.Close()
	received, size := 0, 0
	for received < len(numbers) {
		n, err := receiver.RecvBatch(ctx, batch)
		if err != nil {
			log.Fatal(err)
		}
		received += n
		for part := range batch.All() { // memory of libzmq, valid until the next RecvBatch
			size += len(part)
		}
	}
	fmt.Println(received, "messages,", size, "bytes")
	// Output:
	// 500 messages, 1390 bytes
}
