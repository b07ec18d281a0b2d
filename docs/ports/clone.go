package ports

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// entry is a value and the number of the change that set it.
type entry struct {
	value  string
	number int
}

// CloneServer holds values by their keys. Clients push changes; the server numbers and publishes them. A new client
// subscribes first, then requests a snapshot, and ignores the published changes whose numbers the snapshot contains.
//
// Snapshots is a Router, changes is a Pull and publisher is a Pub.
func CloneServer(ctx context.Context, snapshots, changes, publisher *zmq.Socket) error {
	requests, pushed := snapshots.Incoming(ctx, 0), changes.Incoming(ctx, 0)
	heartbeat := time.NewTicker(time.Second)
	defer heartbeat.Stop()
	entries, number := make(map[string]entry), 0
	for {
		select {
		case m, ok := <-pushed.C: // key, value
			if !ok {
				_, err := pushed.Wait()
				return err
			}
			if m.Len() != 2 {
				continue
			}
			number++
			key, value := string(m.Part(0)), string(m.Part(1))
			entries[key] = entry{value, number}
			if err := publisher.SendStrings(ctx, key, strconv.Itoa(number), value); err != nil {
				return err
			}

		case m, ok := <-requests.C: // identity, prefix of keys
			if !ok {
				_, err := requests.Wait()
				return err
			}
			for key, e := range entries {
				if !strings.HasPrefix(key, string(m.Body())) {
					continue
				}
				if err := snapshots.SendMessage(ctx, m.Reply([]byte(key), strconv.AppendInt(nil, int64(e.number), 10), []byte(e.value))); err != nil {
					return err
				}
			}
			end := m.Reply(nil, strconv.AppendInt(nil, int64(number), 10), []byte("end"))
			if err := snapshots.SendMessage(ctx, end); err != nil {
				return err
			}

		case <-heartbeat.C:
			if err := publisher.SendStrings(ctx, "", strconv.Itoa(number), "heartbeat"); err != nil {
				return err
			}
		}
	}
}
