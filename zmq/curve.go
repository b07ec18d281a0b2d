package zmq

import (
	"fmt"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// KeyPair is a pair of CURVE keys, in the 40 characters of Z85 each. The public key may be known to
// anybody.
type KeyPair struct {
	Public, Secret string
}

// NewKeyPair makes a pair of keys. It fails with [libzmq.ENOTSUP] where libzmq was built without CURVE.
func NewKeyPair() (KeyPair, error) {
	public, secret, err := libzmq.CurveKeypair()
	if err != nil {
		return KeyPair{}, fmt.Errorf("zmq: new key pair: %w", err)
	}
	return KeyPair{Public: public, Secret: secret}, nil
}

// PublicKey returns the public key that belongs to a secret one.
func PublicKey(secret string) (string, error) {
	public, err := libzmq.CurvePublic(secret)
	if err != nil {
		return "", fmt.Errorf("zmq: public key: %w", err)
	}
	return public, nil
}

// CurveServer makes the socket accept encrypted connections only, from clients that know the public key
// that belongs to this secret one. Which clients those may be, [Context.Authenticate] decides: without it
// all of them.
func CurveServer(secret string) Option {
	return setting("set curve server", func(raw *libzmq.Socket) error {
		if err := raw.SetCurveServer(true); err != nil {
			return err
		}
		return raw.SetCurveSecretKey(secret)
	})
}

// CurveClient makes the socket's connections encrypted: to a server of this public key, under the
// client's own pair of keys.
func CurveClient(server string, own KeyPair) Option {
	return setting("set curve client", func(raw *libzmq.Socket) error {
		if err := raw.SetCurveServerKey(server); err != nil {
			return err
		}
		if err := raw.SetCurvePublicKey(own.Public); err != nil {
			return err
		}
		return raw.SetCurveSecretKey(own.Secret)
	})
}

// PlainServer makes the socket ask its clients for a user name and a password, which travel unencrypted.
// [Context.Authenticate] decides about them: without it nobody comes in.
func PlainServer() Option { return With((*libzmq.Socket).SetPlainServer, true) }

// PlainClient gives the socket a user name and a password. Neither may be empty: the error is
// [libzmq.EINVAL].
func PlainClient(user, password string) Option {
	return setting("set plain client", func(raw *libzmq.Socket) error {
		if user == "" || password == "" {
			return libzmq.EINVAL // libzmq would go on without any authentication
		}
		if err := raw.SetPlainUsername(user); err != nil {
			return err
		}
		return raw.SetPlainPassword(password)
	})
}

// ZAPDomain makes [Context.Authenticate] decide about the socket's peers also where they prove nothing,
// and tells it the name of the domain, by which it can tell sockets apart.
func ZAPDomain(name string) Option { return With((*libzmq.Socket).SetZAPDomain, name) }
