package zmq_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/zmq"
)

func newCertificate(t *testing.T, metadata map[string]string) zmq.Certificate {
	t.Helper()
	keys, err := zmq.NewKeyPair()
	must(t, err)
	return zmq.Certificate{Keys: keys, Metadata: metadata}
}

// TestCertificateFiles writes certificates and reads them back, the secret file first and then the public one alone.
func TestCertificateFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alice.cert")
	want := newCertificate(t, map[string]string{"name": "Alice A. = #1", "email": "alice@example.org", "empty": ""})
	must(t, want.Write(path))
	for file, mode := range map[string]fs.FileMode{path: 0o644, path + "_secret": 0o600} {
		info, err := os.Stat(file)
		must(t, err)
		if info.Mode().Perm()&^mode != 0 {
			t.Errorf("%s has the mode %v, want at most %v", filepath.Base(file), info.Mode(), mode)
		}
	}
	text, err := os.ReadFile(path)
	must(t, err)
	if strings.Contains(string(text), want.Keys.Secret) {
		t.Error("the public file has the secret key in it")
	}
	got, err := zmq.ReadCertificate(path)
	must(t, err)
	if got.Keys != want.Keys || !maps.Equal(got.Metadata, want.Metadata) {
		t.Errorf("read %v, want %v", got.Metadata, want.Metadata)
	}
	must(t, os.Remove(path+"_secret"))
	got, err = zmq.ReadCertificate(path)
	must(t, err)
	if got.Keys.Public != want.Keys.Public || got.Keys.Secret != "" {
		t.Error("the public file does not have the public key alone")
	}
}

// TestCertificateWriteKeeps checks that writing a certificate replaces no other file, and leaves none behind.
func TestCertificateWriteKeeps(t *testing.T) {
	for _, taken := range []string{"bob.cert", "bob.cert_secret"} {
		dir := t.TempDir()
		must(t, os.WriteFile(filepath.Join(dir, taken), []byte("mine"), 0o600))
		err := newCertificate(t, nil).Write(filepath.Join(dir, "bob.cert"))
		if !errors.Is(err, fs.ErrExist) {
			t.Errorf("Write where there is %s: %v, want fs.ErrExist", taken, err)
		}
		entries, err := os.ReadDir(dir)
		must(t, err)
		content, err := os.ReadFile(filepath.Join(dir, taken))
		must(t, err)
		if len(entries) != 1 || string(content) != "mine" {
			t.Errorf("%s holds %q, beside %d files", taken, content, len(entries)-1)
		}
	}
	for _, metadata := range []map[string]string{{"two words": ""}, {"name": "a\nb"}, {"name": `"`}, {"": "x"}} {
		if err := newCertificate(t, metadata).Write(filepath.Join(t.TempDir(), "x")); err == nil {
			t.Errorf("the metadata %q were written", metadata)
		}
	}
}

// TestCertificateForms reads what other programs and people write, and refuses the rest with its position.
func TestCertificateForms(t *testing.T) {
	keys := newCertificate(t, nil).Keys
	public, secret := `public-key = "`+keys.Public+`"`, `secret-key = "`+keys.Secret+`"`
	other := newCertificate(t, nil).Keys.Public
	for _, test := range []struct{ name, text, want string }{
		{"as czmq writes it", "#   made by a tool\n\nmetadata\n    name = \"x\"\ncurve\n    " + public + "\n    " + secret + "\n", ""},
		{"without metadata", "curve\n    " + public + "\n", ""},
		{"with tabs, carriage returns and single quotes", "curve\r\n\t" + strings.ReplaceAll(public, `"`, "'") + "\r\n", ""},
		{"with other sections", "metadata\n    a = b # c\nextra\n    public-key = none\ncurve\n    " + public, ""},
		{"empty", "", "there is no public-key"},
		{"of another kind", "-----BEGIN CERTIFICATE-----\n", "there is no public-key"},
		{"without an end", "curve\n    public-key = \"abc\n", "2: public-key: the value has no closing quote"},
		{"with half a key", "curve\n    public-key = \"abc\"\n", "40 characters"},
		{"with keys of two", "curve\n    public-key = '" + other + "'\n    " + secret, "does not belong"},
	} {
		path := filepath.Join(t.TempDir(), "c")
		must(t, os.WriteFile(path, []byte(test.text), 0o600))
		got, err := zmq.ReadCertificate(path)
		switch {
		case test.want == "" && (err != nil || got.Keys.Public != keys.Public):
			t.Errorf("a certificate %s: %v, %v", test.name, got.Keys.Public, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), path)):
			t.Errorf("a certificate %s: %v; want %q", test.name, err, test.want)
		}
	}
	if _, err := zmq.ReadCertificate("/dev/zero"); err == nil {
		t.Error("read an endless file")
	}
}

// TestCurveDirectory adds, changes and removes certificates while the policy is in use.
func TestCurveDirectory(t *testing.T) {
	dir := t.TempDir()
	policy := zmq.CurveDirectory(dir)
	alice := newCertificate(t, map[string]string{"name": "alice", "team": "blue"})
	z := newContext(t)
	authenticate(t, z, policy)
	serverKeys := newCertificate(t, nil).Keys
	d := newDoor(t, z, zmq.CurveServer(serverKeys.Secret))
	wantOpens := func(state string, c zmq.Certificate, want bool) {
		t.Helper()
		if got := d.opens(t, zmq.CurveClient(serverKeys.Public, c.Keys)); got != want {
			t.Errorf("%s: comes in: %v, want %v", state, got, want)
		}
	}
	path := filepath.Join(dir, "alice.cert")
	wantOpens("before", alice, false)
	must(t, alice.Write(path))
	must(t, os.WriteFile(filepath.Join(dir, "README"), []byte("no certificate"), 0o600))
	wantOpens("with a certificate", alice, true)
	must(t, os.Remove(path))
	must(t, os.Remove(path+"_secret"))
	bob := newCertificate(t, nil)
	must(t, bob.Write(path)) // of the same name, and at the same time for most file systems
	wantOpens("with another's certificate", alice, false)
	wantOpens("the other one", bob, true)
	must(t, os.Remove(path))
	wantOpens("after", bob, false) // although the secret file is still there

	must(t, alice.Public().Write(path))
	must(t, zmq.Certificate{Keys: alice.Public().Keys}.Write(filepath.Join(dir, "other.cert")))
	for range 20 { // the order of the files counts, which a map does not have
		decision := policy(limited(t), zmq.Peer{Mechanism: zmq.MechanismCurve, PublicKey: alice.Keys.Public})
		if want := zmq.Allow("alice").With(alice.Metadata); !reflect.DeepEqual(decision, want) {
			t.Fatalf("two files with the same key: %v; want %v", decision, want)
		}
	}

	must(t, os.RemoveAll(dir))
	wantOpens("without a directory", bob, false)
}
