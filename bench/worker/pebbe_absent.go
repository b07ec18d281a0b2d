//go:build !cgo

package worker

var pebbeForms []Implementation
