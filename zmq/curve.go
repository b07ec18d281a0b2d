package zmq

import (
	"fmt"
	"log/slog"
)

// KeyPair is a pair of CURVE keys, in the 40 characters of Z85 each. The public key may be known to
// anybody. The text of a KeyPair, in whichever format of package fmt or log/slog, has the public key only;
// encoding/json writes both.
type KeyPair struct {
	Public, Secret string
}

// Format writes the pair without the secret key.
func (k KeyPair) Format(f fmt.State, _ rune) { fmt.Fprint(f, k.String()) }

// String returns the pair without the secret key.
func (k KeyPair) String() string {
	return "{Public:" + k.Public + " Secret:" + redacted(k.Secret) + "}"
}

// GoString returns the pair without the secret key.
func (k KeyPair) GoString() string { return "zmq.KeyPair" + k.String() }

// LogValue returns the pair without the secret key.
func (k KeyPair) LogValue() slog.Value {
	return slog.GroupValue(slog.String("public", k.Public), slog.String("secret", redacted(k.Secret)))
}

// redacted stands for a secret in texts.
func redacted(secret string) string {
	if secret == "" {
		return ""
	}
	return "[redacted]"
}

// NewKeyPair makes a pair of keys. It fails with [ENOTSUP] where libzmq was built without CURVE.
func NewKeyPair() (KeyPair, error) {
	public, secret, err := curveKeypair()
	if err != nil {
		return KeyPair{}, fmt.Errorf("zmq: new key pair: %w", err)
	}
	return KeyPair{Public: public, Secret: secret}, nil
}

// PublicKey returns the public key that belongs to a secret one.
func PublicKey(secret string) (string, error) {
	public, err := curvePublic(secret)
	if err != nil {
		return "", fmt.Errorf("zmq: public key: %w", err)
	}
	return public, nil
}

// CurveServer makes the socket accept encrypted connections only, from clients that know the public key
// that belongs to this secret one. Which clients those may be, [Context.Authenticate] decides: without it
// nobody comes in. [AllowAnyone] accepts all that know the server's key.
func CurveServer(secret string) Option {
	return setting("set curve server", func(c *core) error {
		if err := c.raw.SetCurveSecretKey(secret); err != nil {
			return err
		}
		return c.raw.SetCurveServer(true)
	})
}

// CurveClient makes the socket's connections encrypted: to a server of this public key, under the
// client's own pair of keys.
func CurveClient(server string, own KeyPair) Option {
	return setting("set curve client", func(c *core) error {
		for _, key := range []string{server, own.Public, own.Secret} { // all or none
			if decoded, err := Z85Decode(key); err != nil || len(decoded) != 32 {
				return EINVAL
			}
		}
		if err := c.raw.SetCurveServerKey(server); err != nil {
			return err
		}
		if err := c.raw.SetCurvePublicKey(own.Public); err != nil {
			return err
		}
		return c.raw.SetCurveSecretKey(own.Secret)
	})
}

// PlainServer makes the socket ask its clients for a user name and a password, which travel unencrypted.
// [Context.Authenticate] decides about them: without it nobody comes in.
func PlainServer() Option { return With((*RawSocket).SetPlainServer, true) }

// PlainClient gives the socket a user name and a password. Neither may be empty: the error is
// [EINVAL].
func PlainClient(user, password string) Option {
	return setting("set plain client", func(c *core) error {
		if user == "" || password == "" || len(password) > 255 {
			return EINVAL // libzmq would go on without any authentication, or with a user alone
		}
		if err := c.raw.SetPlainUsername(user); err != nil {
			return err
		}
		return c.raw.SetPlainPassword(password)
	})
}

// ZAPDomain makes [Context.Authenticate] decide about the socket's peers also where they prove nothing,
// and tells it the name of the domain, by which it can tell sockets apart. Without an Authenticator nobody comes
// in. Peers over inproc are the same program's and are not asked about.
func ZAPDomain(name string) Option { return With((*RawSocket).SetZAPDomain, name) }
