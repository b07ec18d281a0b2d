//go:build ignore

package libzmq

/*
#include "bridge.h"
*/
import "C"

import (
	"strings"
	"time"
	"unsafe"
)

// SetOption etc.

//zmqgen:bind zmq_setsockopt
func (s *Socket) SetOption(option SocketOption, value []byte) error {
	if len(value) == int(unsafe.Sizeof(C.int(0))) {
		s.remember(option, int(*(*C.int)(unsafe.Pointer(unsafe.SliceData(value)))))
	}
	return s.set(option, chars(value), len(value))
}

//zmqgen:bind zmq_getsockopt
func (s *Socket) Option(option SocketOption, buf []byte) (int, error) {
	return s.get(option, chars(buf), len(buf))
}

func (s *Socket) SetOptionInt(option SocketOption, value int) error {
	number := C.int(value)
	if int(number) != value {
		return EINVAL
	}
	if err := s.set(option, (*C.char)(unsafe.Pointer(&number)), int(unsafe.Sizeof(number))); err != nil {
		return err
	}
	s.remember(option, value)
	return nil
}

func (s *Socket) OptionInt(option SocketOption) (int, error) {
	var number C.int
	_, err := s.get(option, (*C.char)(unsafe.Pointer(&number)), int(unsafe.Sizeof(number)))
	return int(number), err
}

func (s *Socket) SetOptionInt64(option SocketOption, value int64) error {
	return s.set(option, (*C.char)(unsafe.Pointer(&value)), int(unsafe.Sizeof(value)))
}

func (s *Socket) OptionInt64(option SocketOption) (int64, error) {
	var value int64
	_, err := s.get(option, (*C.char)(unsafe.Pointer(&value)), int(unsafe.Sizeof(value)))
	return value, err
}

func (s *Socket) SetOptionUint64(option SocketOption, value uint64) error {
	return s.set(option, (*C.char)(unsafe.Pointer(&value)), int(unsafe.Sizeof(value)))
}

func (s *Socket) OptionUint64(option SocketOption) (uint64, error) {
	var value uint64
	_, err := s.get(option, (*C.char)(unsafe.Pointer(&value)), int(unsafe.Sizeof(value)))
	return value, err
}

func (s *Socket) SetOptionString(option SocketOption, value string) error {
	return s.set(option, (*C.char)(unsafe.Pointer(unsafe.StringData(value))), len(value))
}

func (s *Socket) OptionString(option SocketOption) (string, error) {
	var short [256]byte
	n, err := s.get(option, chars(short[:]), len(short))
	if err != nil {
		return "", err
	}
	return strings.TrimSuffix(string(short[:n]), "\x00"), nil
}

// set sets an option from memory.
func (s *Socket) set(option SocketOption, value *C.char, size int) error {
	rc := C.bridge_setsockopt(s.use(), C.int(option), value, C.size_t(size))
	for rc == interrupted {
		rc = C.bridge_setsockopt(s.use(), C.int(option), value, C.size_t(size))
	}
	return failure(rc)
}

// get reads an option into memory and returns its length there.
func (s *Socket) get(option SocketOption, value *C.char, size int) (int, error) {
	length := C.size_t(size)
	rc := C.bridge_getsockopt(s.use(), C.int(option), value, &length)
	for rc == interrupted {
		length = C.size_t(size)
		rc = C.bridge_getsockopt(s.use(), C.int(option), value, &length)
	}
	return int(length), failure(rc)
}

// remember notes the timeouts, which a call has to know when a signal breaks it off.
func (s *Socket) remember(option SocketOption, ms int) {
	switch option {
	case OptSendTimeout:
		s.sendTimeout = timeout(ms)
	case OptRecvTimeout:
		s.recvTimeout = timeout(ms)
	}
}

func (s *Socket) setMilliseconds(option SocketOption, d time.Duration) error {
	ms, err := milliseconds(d)
	if err != nil {
		return err
	}
	return s.SetOptionInt(option, ms)
}
