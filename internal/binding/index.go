package binding

// Index lists the symbols of the header and their Go names.
type Index struct {
	File    string // name of the Markdown file
	Stamp   string
	Title   string
	Intro   string
	Symbols []Symbol
}

// SymbolKind says what a symbol of the header is.
type SymbolKind string

// The kinds of symbols.
const (
	Functions SymbolKind = "function"
	Constants SymbolKind = "constant"
	Macros    SymbolKind = "macro"
	Types     SymbolKind = "type"
)

// Symbol is one symbol of the header.
type Symbol struct {
	C          string     `json:"c"`
	Kind       SymbolKind `json:"kind"`
	Go         string     `json:"go,omitempty"`        // the Go name, or "" where there is none
	Accessors  []string   `json:"accessors,omitempty"` // the methods that set and read an option
	Zmq        []string   `json:"zmq,omitempty"`       // the options of package zmq for it, where known
	Reason     string     `json:"reason,omitempty"`    // why there is no Go name of its own
	Since      string     `json:"since,omitempty"`     // the first release that has it, unless that is the first of all
	Draft      bool       `json:"draft,omitempty"`
	Deprecated bool       `json:"deprecated,omitempty"`
}
