package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/zmqgen/zmqgen/zmq"
)

// security returns the socket's options for the flags about keys and passwords, and starts to authenticate clients.
func (c *cat) security(z *zmq.Context) ([]zmq.Option, error) {
	switch {
	case c.serverKey != "":
		return c.curveClient()
	case c.clients != "":
		return c.curveServer(z)
	case c.plainClient != "":
		users, err := readUsers(c.plainClient)
		if err != nil || len(users) != 1 {
			return nil, errors.Join(err, fmt.Errorf("--plain %s: want one line user:password, and there are %d", c.plainClient, len(users)))
		}
		for user, password := range users {
			return []zmq.Option{zmq.PlainClient(user, password)}, nil
		}
	case c.plainServer != "":
		users, err := readUsers(c.plainServer)
		if err != nil {
			return nil, err
		}
		_, err = z.Authenticate(zmq.PlainUsers(users))
		return []zmq.Option{zmq.PlainServer()}, err
	case c.certificate != "":
		return nil, errors.New("--cert needs --server-key (for a client) or --clients (for a server)")
	}
	return nil, nil
}

func (c *cat) curveClient() ([]zmq.Option, error) {
	keys, err := zmq.NewKeyPair() // for servers that accept every client
	if err != nil {
		return nil, err
	}
	if c.certificate != "" {
		if keys, err = secretKeys(c.certificate); err != nil {
			return nil, err
		}
	}
	server := c.serverKey
	if _, err := os.Stat(server); err == nil {
		certificate, err := zmq.ReadCertificate(server)
		if err != nil {
			return nil, err
		}
		server = certificate.Keys.Public
	}
	return []zmq.Option{zmq.CurveClient(server, keys)}, nil
}

func (c *cat) curveServer(z *zmq.Context) ([]zmq.Option, error) {
	if c.certificate == "" {
		return nil, errors.New("--clients needs --cert, the server's own certificate")
	}
	keys, err := secretKeys(c.certificate)
	if err != nil {
		return nil, err
	}
	policy := zmq.AllowAnyone()
	if c.clients != "any" {
		policy = zmq.CurveDirectory(c.clients)
	}
	_, err = z.Authenticate(policy)
	return []zmq.Option{zmq.CurveServer(keys.Secret)}, err
}

// secretKeys reads a certificate that must have a secret key.
func secretKeys(path string) (zmq.KeyPair, error) {
	certificate, err := zmq.ReadCertificate(path)
	if err == nil && certificate.Keys.Secret == "" {
		err = fmt.Errorf("--cert %s: it has no secret key; the secret file must be beside it, as %[1]s_secret", path)
	}
	return certificate.Keys, err
}

// readUsers reads a file with a user:password on each line. Empty lines and those that begin with # are ignored.
func readUsers(path string) (map[string]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	users, number := make(map[string]string), 0
	for line := range bytes.Lines(text) {
		number++
		entry := strings.TrimRight(string(line), "\r\n")
		if entry == "" || entry[0] == '#' {
			continue
		}
		user, password, found := strings.Cut(entry, ":")
		if !found || user == "" || password == "" {
			return nil, fmt.Errorf("%s:%d: want user:password", path, number)
		}
		users[user] = password
	}
	return users, nil
}
