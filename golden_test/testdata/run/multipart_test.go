package run_test

import (
	"slices"
	"testing"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func TestParts(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	for _, parts := range [][][]byte{
		{{}},
		{[]byte("only")},
		{[]byte("one"), {}, patterned(5000), []byte("four")},
		slices.Repeat([][]byte{[]byte("part")}, 100),
	} {
		total := 0
		for _, part := range parts {
			total += len(part)
		}
		if n, err := a.SendParts(parts, 0); err != nil || n != total {
			t.Fatalf("SendParts of %d parts: %d, %v; want %d bytes", len(parts), n, err, total)
		}
		got, err := b.RecvParts(0)
		must(t, err)
		if !slices.EqualFunc(got, parts, slices.Equal) {
			t.Errorf("RecvParts: %d parts; want %d", len(got), len(parts))
		}
	}
	send(t, a, "next")
	wantRecv(t, b, "next")
}

// TestPartsMore holds that SendMore leaves the message open for further parts.
func TestPartsMore(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	if _, err := a.SendParts([][]byte{[]byte("one"), []byte("two")}, libzmq.SendMore); err != nil {
		t.Fatal(err)
	}
	send(t, a, "three")
	wantRecv(t, b, "one", "two", "three")
}

// TestPartsIndependent holds that each part is the caller's own.
func TestPartsIndependent(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	send(t, a, "one", "two")
	parts, err := b.RecvParts(0)
	must(t, err)
	_ = append(parts[0], "overwritten?"...)
	if string(parts[1]) != "two" {
		t.Errorf("the second part is %q", parts[1])
	}
}

func TestPartsErrors(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	_, err := b.RecvParts(libzmq.DontWait)
	wantErr(t, "RecvParts of nothing", err, libzmq.EAGAIN)
	_, err = a.SendParts(nil, 0)
	wantErr(t, "SendParts of no parts", err, libzmq.EINVAL)
	must(t, a.Close())
	_, err = a.SendParts([][]byte{[]byte("x")}, 0)
	wantErr(t, "SendParts on a closed socket", err, libzmq.ENOTSOCK)
	_, err = a.RecvParts(0)
	wantErr(t, "RecvParts on a closed socket", err, libzmq.ENOTSOCK)
	_, err = (*libzmq.Socket)(nil).RecvParts(0)
	wantErr(t, "RecvParts on nil", err, libzmq.ENOTSOCK)
}
