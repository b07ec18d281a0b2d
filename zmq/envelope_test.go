package zmq_test

import (
	"slices"
	"testing"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestEnvelope checks that a message gets an envelope and loses it, and that no other message changes.
func TestEnvelope(t *testing.T) {
	m := zmq.Text("b", "c")
	for want, got := range map[string]zmq.Message{
		`["b" "c"]`:          m,
		`["a" "b" "c"]`:      m.Prepend([]byte("a")),
		`["a" "" "b" "c"]`:   m.Prepend([]byte("a"), nil),
		`["id" "" "b" "c"]`:  m.Wrap([]byte("id")),
		`["b" "c" "d" ""]`:   m.Append([]byte("d"), nil),
		`["id" ""]`:          zmq.Message{}.Wrap([]byte("id")),
		`c`:                  rest(m.Split()),
		`[]`:                 rest(zmq.Message{}.Split()),
		`["" "b"]`:           rest(zmq.Text("id", "", "", "b").Unwrap()),
		`["d" "c" "" "b"]`:   rest(zmq.Text("id", "d", "c", "", "b").Unwrap()),
		`["two" "" "b" "c"]`: rest(m.Wrap([]byte("two")).Wrap([]byte("one")).Unwrap()),
	} {
		if got.String() != want {
			t.Errorf("%s; want %s", got, want)
		}
	}
	if id, content := m.Wrap([]byte("id")).Unwrap(); string(id) != "id" || !slices.Equal(content.Strings(), []string{"b", "c"}) {
		t.Errorf("Unwrap: %q, %s", id, content)
	}
	if id, content := (zmq.Message{}).Unwrap(); id != nil || content.Len() != 0 {
		t.Errorf("Unwrap of no parts: %q, %s", id, content)
	}
	if m.Identity() != nil {
		t.Errorf("Identity of a message that was made: %q", m.Identity())
	}
}

func rest(_ []byte, m zmq.Message) zmq.Message { return m }

// TestEnvelopeReceived checks that a message derived from a received one outlives the next receive into that message,
// and that the identity of its peer is found, and never mistaken for a part.
func TestEnvelopeReceived(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	router, dealer := pair(t, z, zmq.Router, zmq.Dealer)
	must(t, dealer.SendStrings(ctx, "", "first"))
	must(t, dealer.SendStrings(ctx, "", "other"))
	var m zmq.Message
	must(t, router.RecvMessage(ctx, &m))
	id, content := m.Unwrap()
	id = slices.Clone(id)
	if string(m.Identity()) != string(id) || content.Identity() != nil || m.Prepend(nil).Identity() != nil {
		t.Errorf("identities: %q of %q, %q", m.Identity(), id, content.Identity())
	}
	if got := content.Reply([]byte("yes")); got.String() != "yes" {
		t.Errorf("a reply to what an envelope held: %s", got)
	}
	must(t, router.SendMessage(ctx, content.Append([]byte("done")).Wrap(id)))
	if got, err := dealer.RecvStrings(ctx); !slices.Equal(got, []string{"", "first", "done"}) {
		t.Errorf("%q, %v", got, err)
	}
	// A receive into content leaves m alone.
	must(t, router.RecvMessage(ctx, &content))
	if got := m.Strings(); !slices.Equal(got, []string{string(id), "", "first"}) {
		t.Errorf("%q after a receive into another message", got)
	}
	if got := content.Strings(); !slices.Equal(got, []string{string(id), "", "other"}) {
		t.Errorf("%q", got)
	}
}

// TestStrings checks that strings arrive as they were sent, including empty ones and many of them.
func TestStrings(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a, b := pair(t, z, zmq.Pair, zmq.Pair)
	for _, want := range [][]string{{"one"}, {""}, {"", ""}, {"one", "", "three"}, slices.Repeat([]string{"x"}, 30)} {
		must(t, a.SendStrings(ctx, want...))
		if got, err := b.RecvStrings(ctx); !slices.Equal(got, want) || err != nil {
			t.Errorf("received %q, %v; want %q", got, err, want)
		}
	}
	wantErr(t, "SendStrings of nothing", a.SendStrings(ctx), zmq.EINVAL)
}
