package golden_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// TestHeaderLacksSymbol takes one symbol at a time from a header. The rest makes a package that compiles, or is
// refused with the symbol's name, because hand-written code may need it.
func TestHeaderLacksSymbol(t *testing.T) {
	t.Parallel()
	pin, err := headers.Open(newestRelease)
	if err != nil {
		t.Fatal(err)
	}
	const needed = `zmq_strerror zmq_msg_init zmq_msg_gets zmq_setsockopt zmq_ctx_get zmq_ctx_set zmq_has ZMQ_SNDMORE
		ZMQ_SNDTIMEO ZMQ_TYPE ZMQ_EVENTS ZMQ_VERSION ETERM ETIMEDOUT`
	const spared = `zmq_proxy zmq_timers_add zmq_msg_init_data zmq_poller_wait zmq_connect_peer zmq_threadstart
		ZMQ_XPUB_WELCOME_MSG ZMQ_POLLITEMS_DFLT`
	for _, symbol := range strings.Fields(needed + " " + spared) {
		t.Run(symbol, func(t *testing.T) {
			content := withoutSymbol(pin.Content, symbol)
			result, err := pipeline.Generate(pipeline.Options{HeaderName: "zmq.h", Header: content})
			if err != nil {
				if !strings.HasPrefix(err.Error(), "zmq.h:") || !strings.Contains(err.Error(), symbol) {
					t.Errorf("refused without the symbol or the place: %v", err)
				}
				return
			}
			var sources []source
			for _, file := range result.Files {
				sources = append(sources, source{file.Name, file.Content})
			}
			for _, tags := range [][]string{nil, {"zmq_draft"}} {
				fset, parsed := parseSources(t, sources, tags...)
				for _, err := range (target{"linux", "amd64"}).typeErrors("libzmq", fset, parsed) {
					t.Errorf("tags %q: %v", tags, err)
				}
			}
		})
	}
}

// withoutSymbol returns a header without the declaration of a function or the definition of a macro.
func withoutSymbol(header []byte, symbol string) []byte {
	declaration := regexp.MustCompile(`(?m)^(ZMQ_EXPORT [^;(]*\b` + symbol + `\([^;]*;|#define ` + symbol + `\b.*)`)
	return declaration.ReplaceAll(header, nil)
}

// TestHeaderWithoutFdType compiles the C of the newer package against a header of libzmq 4.3.0, whose drafts take
// a descriptor as int, because it has no zmq_fd_t, and which lacks the drafts that came later.
func TestHeaderWithoutFdType(t *testing.T) {
	compiler, err := exec.LookPath("cc")
	if err != nil {
		skipLoudly(t, "no C compiler: apt install gcc")
	}
	pin, err := headers.Open("4.3.4")
	if err != nil {
		t.Fatal(err)
	}
	older := regexp.MustCompile(`(?m)^typedef .*\bzmq_fd_t;$`).ReplaceAll(pin.Content, nil)
	for _, later := range []string{
		"zmq_poller_fd", "zmq_ctx_set_ext", "zmq_ctx_get_ext", "zmq_msg_init_buffer", "zmq_connect_peer",
		"zmq_socket_monitor_versioned", "zmq_socket_monitor_pipes_stats", "zmq_ppoll", "zmq_poller_size",
	} {
		older = withoutSymbol(older, later)
	}
	older = bytes.ReplaceAll(older, []byte("zmq_fd_t"), []byte("int"))
	older = bytes.ReplaceAll(older, []byte("#define ZMQ_VERSION_PATCH 4"), []byte("#define ZMQ_VERSION_PATCH 0"))
	include := t.TempDir()
	if err := os.WriteFile(filepath.Join(include, "zmq.h"), older, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := compileC(t, compiler, packageDir(newestRelease), include, "-DZMQ_BUILD_DRAFT_API"); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
