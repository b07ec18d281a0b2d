package lower

import (
	"fmt"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
)

// loadTime lowers what the package must know about the library that it finds when it runs: the first
// release that has everything that it calls, and which socket types are drafts.
func (l *lowerer) loadTime(groups []group) {
	if l.symbols["zmq_version"] != nil {
		l.file("version").add(helperRank, 0, binding.Verbatim{
			Doc:    wrapText("leastVersion is the first release of libzmq that has every function this package calls."),
			Source: fmt.Sprintf("const leastVersion = %d", l.least.Number()),
		})
	}
	if l.symbols["zmq_socket"] != nil {
		l.draftTypes(groupOf(groups, "SocketType"))
		if l.symbols["zmq_has"] == nil {
			l.file("socket").add(helperRank, 0, binding.Verbatim{
				Doc:    "lacksDrafts reports whether the library was built without drafts.",
				Source: "func lacksDrafts() bool { return true }",
			})
		}
	}
	for _, t := range l.header.Types {
		if t.Name == "zmq_msg_t" {
			l.file("message").add(helperRank, 0, binding.Verbatim{
				Doc:    "messageSize is the size of a zmq_msg_t.",
				Source: fmt.Sprintf("const messageSize = %d", t.Layout.Size),
			})
		}
	}
}

// draftTypes lowers the function that identifies draft socket types. In builds without drafts, there are none.
func (l *lowerer) draftTypes(types group) {
	var names []string
	_, draft := types.byDraft()
	for _, c := range draft {
		names = append(names, c.name)
	}
	const doc = "isDraft reports whether sockets of a kind are drafts of libzmq."
	none := binding.Verbatim{Doc: doc, Source: "func isDraft(SocketType) bool { return false }"}
	if len(names) == 0 {
		l.file("socket").add(helperRank, 0, none)
		return
	}
	l.file("draft").add(helperRank, 0, binding.Verbatim{Doc: doc, Source: "func isDraft(kind SocketType) bool {\n" +
		"\tswitch kind {\n\tcase " + strings.Join(names, ", ") + ":\n\t\treturn true\n\t}\n\treturn false\n}"})
	stable := l.file("nodraft")
	stable.build = "!" + draftTag
	stable.add(helperRank, 0, none)
}
