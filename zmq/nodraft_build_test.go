//go:build !zmq_draft

package zmq_test

const draftsBuilt = false
