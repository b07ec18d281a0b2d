package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// delimiter separates the routing parts of a message from its content.
const delimiter = "<IDS|MSG>"

// protocolVersion is the version of Jupyter's messaging protocol.
const protocolVersion = "5.3"

// header identifies a message.
type header struct {
	ID       string `json:"msg_id"`
	Session  string `json:"session"`
	Username string `json:"username"`
	Date     string `json:"date"`
	Type     string `json:"msg_type"`
	Version  string `json:"version"`
}

// request is a message from a front end.
type request struct {
	identities [][]byte
	header     header
	rawHeader  json.RawMessage // the parent header of whatever the request causes
	content    json.RawMessage
}

// content is the content of a message that the kernel sends.
type content map[string]any

// decode checks the signature of a message and reads it.
func (k *kernel) decode(m zmq.Message) (*request, error) {
	parts := m.Parts()
	start := 0
	for start < len(parts) && string(parts[start]) != delimiter {
		start++
	}
	if len(parts) < start+6 {
		return nil, fmt.Errorf("a message of %d parts is not Jupyter's", len(parts))
	}
	signature, signed := parts[start+1], parts[start+2:start+6]
	if !hmac.Equal(signature, k.sign(signed)) {
		return nil, errors.New("a message with a wrong signature")
	}
	r := &request{identities: parts[:start], rawHeader: signed[0], content: signed[3]}
	if err := json.Unmarshal(r.rawHeader, &r.header); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	return r, nil
}

// encode returns a message caused by parent, which is nil for a message that the kernel sends unasked. The part before
// the delimiter is the identity of a front end, or the topic of a publication.
func (k *kernel) encode(identities [][]byte, parent *request, kind string, c content) (zmq.Message, error) {
	h, err := json.Marshal(header{
		ID: rand.Text(), Session: k.session, Username: "kernel",
		Date: time.Now().UTC().Format(time.RFC3339Nano), Type: kind, Version: protocolVersion,
	})
	if err != nil {
		return zmq.Message{}, err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return zmq.Message{}, err
	}
	parentHeader := []byte("{}")
	if parent != nil {
		parentHeader = parent.rawHeader
	}
	signed := [][]byte{h, parentHeader, []byte("{}"), body}
	return zmq.NewMessage(slices.Concat(identities, [][]byte{[]byte(delimiter), k.sign(signed)}, signed)...), nil
}

// sign returns the signature of the four parts that are signed. Without a key it is empty.
func (k *kernel) sign(parts [][]byte) []byte {
	if len(k.key) == 0 {
		return nil
	}
	mac := hmac.New(sha256.New, k.key)
	for _, part := range parts {
		mac.Write(part)
	}
	return hex.AppendEncode(nil, mac.Sum(nil))
}
