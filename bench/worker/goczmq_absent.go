//go:build !czmq

package worker

// WithCzmq says whether goczmq takes part: it needs libczmq, which the tag czmq says is there.
const WithCzmq = false

var goczmqForms []Implementation
