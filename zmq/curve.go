package zmq

import (
	"fmt"
	"log/slog"
)

// KeyPair is a pair of CURVE keys, each as 40 characters of Z85. The public key need not be kept secret. Packages fmt
// and log/slog print only the public key, in every format; encoding/json writes both. They print both if the pair is in an
// unexported field, and a JSON handler of log/slog does if it is within a value without a LogValue method.
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

// redacted replaces a secret in texts.
func redacted(secret string) string {
	if secret == "" {
		return ""
	}
	return "[redacted]"
}

// NewKeyPair returns a new pair of keys. It fails with [ENOTSUP] if libzmq was built without CURVE.
func NewKeyPair() (KeyPair, error) {
	public, secret, err := curveKeypair()
	if err != nil {
		return KeyPair{}, fmt.Errorf("zmq: new key pair: %w", err)
	}
	return KeyPair{Public: public, Secret: secret}, nil
}

// PublicKey returns the public key for a secret key.
func PublicKey(secret string) (string, error) {
	public, err := curvePublic(secret)
	if err != nil {
		return "", fmt.Errorf("zmq: public key: %w", err)
	}
	return public, nil
}

// CurveServer makes the socket accept only encrypted connections, from clients that know the public key that belongs to
// this secret key. The policies of [Context.Authenticate] decide which clients are accepted; without an Authenticator,
// none is. [AllowAnyone] accepts all that know the server's key.
func CurveServer(secret string) Option {
	return setting("set curve server", func(c *core) error {
		if err := c.raw.SetCurveSecretKey(secret); err != nil {
			return err
		}
		return c.raw.SetCurveServer(true)
	})
}

// CurveClient encrypts the socket's connections to a server with this public key, using the client's own key pair.
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

// PlainServer makes the socket ask its clients for a user name and a password, which are sent unencrypted. The policies
// of [Context.Authenticate] decide which clients are accepted; without an Authenticator, none is.
func PlainServer() Option { return With((*RawSocket).SetPlainServer, true) }

// PlainClient sets the socket's user name and password. It fails with [EINVAL] if one of them is empty.
func PlainClient(user, password string) Option {
	return setting("set plain client", func(c *core) error {
		if user == "" || password == "" || len(password) > 255 {
			return EINVAL // libzmq would continue without authentication, or with only a user
		}
		if err := c.raw.SetPlainUsername(user); err != nil {
			return err
		}
		return c.raw.SetPlainPassword(password)
	})
}

// ZAPDomain makes the policies of [Context.Authenticate] decide about the socket's peers even if they do not
// authenticate, and passes the domain to them, so that they can distinguish sockets. Without an Authenticator, no peer
// is accepted. Peers over inproc belong to the same program and are always accepted.
func ZAPDomain(name string) Option { return With((*RawSocket).SetZAPDomain, name) }
