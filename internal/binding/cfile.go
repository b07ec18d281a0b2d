package binding

// CFile is one C header of the package.
type CFile struct {
	Name  string
	Stamp []string // comment lines at the top
	Doc   string   // what the file is for
	Parts []CPart
}

// CPart is one piece of a C header: lines of C below a comment.
type CPart struct {
	Comment string // or ""
	Lines   []string
}
