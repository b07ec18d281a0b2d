package zmq

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Certificate is a CURVE key pair with metadata, in the format of czmq and most other bindings: a public file to
// distribute and, under the same path with "_secret" appended, a secret file that never leaves the machine. Both are
// text in the ZeroMQ property language, RFC 4.
type Certificate struct {
	Keys     KeyPair           // the secret key is empty in a public certificate
	Metadata map[string]string // "name" and "email", for example
}

// LogValue returns the certificate without the secret key.
func (c Certificate) LogValue() slog.Value {
	return slog.GroupValue(slog.Any("keys", c.Keys), slog.Any("metadata", c.Metadata))
}

// secretSuffix is what the path of a secret file has in addition to that of the public one.
const secretSuffix = "_secret"

// largestCertificate is far more than keys and some metadata need.
const largestCertificate = 64 << 10

// ReadCertificate reads the certificate at path: the secret file if there is one, and otherwise the public
// file. It fails if a file is not a certificate, or if its keys do not belong together.
func ReadCertificate(path string) (Certificate, error) {
	c, err := readCertificate(path + secretSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return readCertificate(path)
	}
	if err == nil && c.Keys.Secret == "" {
		err = fmt.Errorf("zmq: certificate %s: there is no secret-key in it", path+secretSuffix)
	}
	return c, err
}

func readCertificate(path string) (Certificate, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Certificate{}, fmt.Errorf("zmq: certificate: %w", err)
	}
	if !info.Mode().IsRegular() || info.Size() > largestCertificate {
		return Certificate{}, fmt.Errorf("zmq: certificate %s: it must be a regular file of at most %d bytes", path, largestCertificate)
	}
	file, err := os.Open(path)
	if err != nil {
		return Certificate{}, fmt.Errorf("zmq: certificate: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, largestCertificate))
	if err != nil {
		return Certificate{}, fmt.Errorf("zmq: certificate: %w", err)
	}
	c, err := parseCertificate(string(text))
	if err != nil {
		return Certificate{}, fmt.Errorf("zmq: certificate %s:%w", path, err)
	}
	return c, nil
}

// parseCertificate reads sections, each a name at the start of a line, followed by its properties as indented lines of
// the form name = value. It ignores everything outside of the sections metadata and curve, as czmq does. An error
// begins with the number of its line.
func parseCertificate(text string) (Certificate, error) {
	c := Certificate{Metadata: make(map[string]string)}
	section, number := "", 0
	for line := range strings.Lines(text) {
		number++
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || trimmed[0] == '#' {
			continue
		}
		name, value, isProperty := strings.Cut(trimmed, "=")
		name = strings.TrimSpace(name)
		if line[0] != ' ' && line[0] != '\t' && !isProperty {
			section = name
			continue
		}
		value, err := unquote(strings.TrimSpace(value))
		if err != nil {
			return Certificate{}, fmt.Errorf("%d: %s: %w", number, name, err)
		}
		switch {
		case section == "metadata" && isProperty:
			c.Metadata[name] = value
		case section == "curve" && name == "public-key":
			c.Keys.Public = value
		case section == "curve" && name == "secret-key":
			c.Keys.Secret = value
		}
	}
	if c.Keys.Public == "" {
		return Certificate{}, fmt.Errorf("%d: there is no public-key in the section curve", number)
	}
	return c, c.check()
}

// unquote returns a value without its quotes, or without the comment after it.
func unquote(value string) (string, error) {
	if value == "" || value[0] != '"' && value[0] != '\'' {
		value, _, _ = strings.Cut(value, "#")
		return strings.TrimSpace(value), nil
	}
	end := strings.IndexByte(value[1:], value[0])
	if end < 0 {
		return "", errors.New("the value has no closing quote")
	}
	return value[1 : 1+end], nil
}

// Public returns the certificate without its secret key, for distribution.
func (c Certificate) Public() Certificate {
	c.Keys.Secret = ""
	return c
}

// check checks the format of the keys, and that they belong together if there are two.
func (c Certificate) check() error {
	if _, err := Z85Decode(c.Keys.Public); err != nil || len(c.Keys.Public) != 40 {
		return errors.New(" the public key is not 40 characters of Z85")
	}
	if c.Keys.Secret == "" {
		return nil
	}
	public, err := PublicKey(c.Keys.Secret)
	if err != nil {
		return errors.New(" the secret key is not 40 characters of Z85")
	}
	if public != c.Keys.Public {
		return errors.New(" the public key does not belong to the secret key")
	}
	return nil
}

// Write writes the public file to path, readable by everyone, and if there is a secret key, the secret file, readable
// only by its owner. It does not overwrite files: if one of them exists, the error matches [fs.ErrExist] and neither is
// written. It fails if the format cannot represent a metadata name or value.
func (c Certificate) Write(path string) error {
	if err := c.check(); err != nil {
		return fmt.Errorf("zmq: certificate:%w", err)
	}
	public, err := c.format("")
	if err != nil {
		return err
	}
	if c.Keys.Secret == "" {
		return writeNew(path, public, 0o644)
	}
	secret, err := c.format(c.Keys.Secret)
	if err != nil {
		return err
	}
	if err := writeNew(path+secretSuffix, secret, 0o600); err != nil {
		return err
	}
	if err := writeNew(path, public, 0o644); err != nil {
		os.Remove(path + secretSuffix)
		return err
	}
	return nil
}

// format returns the certificate as text, with the secret key if it is to have one.
func (c Certificate) format(secret string) ([]byte, error) {
	var b bytes.Buffer
	if secret == "" {
		fmt.Fprint(&b, "# CURVE public certificate: hand it to peers over a channel that they trust.\n\nmetadata\n")
	} else {
		fmt.Fprint(&b, "# CURVE secret certificate: keep it on this machine, readable by its owner alone.\n\nmetadata\n")
	}
	for _, name := range slices.Sorted(maps.Keys(c.Metadata)) {
		value := c.Metadata[name]
		if name == "" || strings.ContainsAny(name, " \t\r\n=#\"'") || strings.ContainsAny(value, "\"\r\n") {
			return nil, fmt.Errorf("zmq: certificate: metadata %q = %q: a name must be one word, and a value one line without double quotes", name, value)
		}
		fmt.Fprintf(&b, "    %s = \"%s\"\n", name, value)
	}
	fmt.Fprintf(&b, "curve\n    public-key = \"%s\"\n", c.Keys.Public)
	if secret != "" {
		fmt.Fprintf(&b, "    secret-key = \"%s\"\n", secret)
	}
	return b.Bytes(), nil
}

// writeNew writes a file that must not exist yet, or nothing.
func writeNew(path string, content []byte, mode fs.FileMode) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("zmq: certificate: %w", err)
	}
	_, err = file.Write(content)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(path)
		return fmt.Errorf("zmq: certificate: %w", err)
	}
	return nil
}

// CurveDirectory decides about peers that use CURVE: it accepts those whose public certificate is a file in the
// directory, and refuses all others. The name of a peer is the property "name" of its certificate, or else the name of
// the file without its extension, and its messages also have the certificate's other properties. If several files have
// the same key, the first in the order of their names counts.
//
// The directory is read again for each peer, so adding or removing a certificate takes effect immediately; connected
// peers stay connected. Secret files and files that are not certificates are ignored. If the directory cannot be read,
// all peers are refused.
func CurveDirectory(directory string) Policy {
	known := certificates{directory: directory}
	return func(_ context.Context, peer Peer) Decision {
		if peer.Mechanism != MechanismCurve {
			return Undecided()
		}
		return known.decide(peer.PublicKey)
	}
}

// certificates caches the certificates of a directory.
type certificates struct {
	directory string
	mu        sync.Mutex
	files     map[string]certificateFile // by path
}

type certificateFile struct {
	modified    time.Time
	size        int64
	settled     bool        // it was old enough when it was read that another change would change its time
	certificate Certificate // without a public key if the file is not a certificate
}

func (c *certificates) decide(publicKey string) Decision {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.refresh(); err != nil {
		return Deny(err.Error())
	}
	for _, path := range slices.Sorted(maps.Keys(c.files)) {
		file := c.files[path]
		if file.certificate.Keys.Public != publicKey {
			continue
		}
		name := file.certificate.Metadata["name"]
		if name == "" {
			name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		}
		return Allow(name).With(file.certificate.Metadata)
	}
	return Deny("unknown key")
}

// refresh reads the files of the directory that changed.
func (c *certificates) refresh() error {
	entries, err := os.ReadDir(c.directory)
	if err != nil {
		return err
	}
	files := make(map[string]certificateFile, len(entries))
	for _, entry := range entries {
		path := filepath.Join(c.directory, entry.Name())
		info, err := os.Stat(path) // follows links
		if err != nil || !info.Mode().IsRegular() || strings.HasSuffix(path, secretSuffix) {
			continue
		}
		file, known := c.files[path]
		if !known || !file.settled || !file.modified.Equal(info.ModTime()) || file.size != info.Size() {
			file = certificateFile{
				modified: info.ModTime(),
				size:     info.Size(),
				settled:  time.Since(info.ModTime()) > 2*time.Second,
			}
			file.certificate, _ = readCertificate(path)
		}
		files[path] = file
	}
	c.files = files
	return nil
}
