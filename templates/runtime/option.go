//go:build ignore

package libzmq

import (
	"strings"
	"time"
	"unsafe"
)

//zmqgen:bind zmq_setsockopt
func (s *Socket) SetOption(option SocketOption, value []byte) error {
	if len(value) == 0 {
		return s.set(option, nil, 0)
	}
	return s.set(option, chars(value), len(value))
}

//zmqgen:bind zmq_getsockopt
func (s *Socket) Option(option SocketOption, buf []byte) (int, error) {
	return s.get(option, chars(buf), len(buf))
}

func (s *Socket) SetOptionInt(option SocketOption, value int) error {
	if !fitsInt(value) {
		return EINVAL
	}
	number := int32(value)
	return s.set(option, (*byte)(unsafe.Pointer(&number)), int(unsafe.Sizeof(number)))
}

func (s *Socket) OptionInt(option SocketOption) (int, error) {
	var number int32
	_, err := s.get(option, (*byte)(unsafe.Pointer(&number)), int(unsafe.Sizeof(number)))
	return int(number), err
}

func (s *Socket) SetOptionInt64(option SocketOption, value int64) error {
	return s.set(option, (*byte)(unsafe.Pointer(&value)), int(unsafe.Sizeof(value)))
}

func (s *Socket) OptionInt64(option SocketOption) (int64, error) {
	var value int64
	_, err := s.get(option, (*byte)(unsafe.Pointer(&value)), int(unsafe.Sizeof(value)))
	return value, err
}

func (s *Socket) SetOptionUint64(option SocketOption, value uint64) error {
	return s.set(option, (*byte)(unsafe.Pointer(&value)), int(unsafe.Sizeof(value)))
}

func (s *Socket) OptionUint64(option SocketOption) (uint64, error) {
	var value uint64
	_, err := s.get(option, (*byte)(unsafe.Pointer(&value)), int(unsafe.Sizeof(value)))
	return value, err
}

func (s *Socket) SetOptionString(option SocketOption, text string) error {
	if text == "" {
		return s.set(option, nil, 0)
	}
	// libzmq reads it back as a C string, and releases before 4.3.4 read ZMQ_METADATA up to a NUL, whatever its length.
	var buf [shortText]byte
	value, err := terminated(text, buf[:0])
	if err != nil {
		return err
	}
	return s.set(option, value, len(text))
}

func (s *Socket) OptionString(option SocketOption) (string, error) {
	var short [256]byte
	n, err := s.get(option, chars(short[:]), len(short))
	for room := len(short); err == errInvalid && room < maxText; {
		room *= 16
		long := make([]byte, room)
		if n, err = s.get(option, chars(long), room); err == nil {
			return string(long[:n-1]), nil
		}
	}
	if err != nil || n == 0 {
		return "", err
	}
	return string(short[:n-1]), nil
}

// maxText is the maximum length of a string to read: libzmq does not report the length, only that the
// buffer was too short.
const maxText = 1 << 20

// setFilter sets an option from a string that can contain any bytes.
func (s *Socket) setFilter(option SocketOption, filter string) error {
	if filter == "" {
		return s.set(option, nil, 0)
	}
	return s.set(option, unsafe.StringData(filter), len(filter))
}

// set sets an option from memory, nil to clear it.
func (s *Socket) set(option SocketOption, value *byte, size int) error {
	if !fitsInt(int(option)) {
		return EINVAL
	}
	rc := zmqSetsockopt(s.use(), int(option), value, size)
	for rc == interrupted {
		rc = zmqSetsockopt(s.use(), int(option), value, size)
	}
	if rc >= 0 && (option == OptSendTimeout || option == OptRecvTimeout) {
		s.remember(option, int(*(*int32)(unsafe.Pointer(value))))
	}
	return failure(rc)
}

// get reads an option into memory and returns its length there.
func (s *Socket) get(option SocketOption, value *byte, size int) (int, error) {
	if !fitsInt(int(option)) {
		return 0, EINVAL
	}
	length := uintptr(size)
	rc := zmqGetsockopt(s.use(), int(option), value, &length)
	for rc == interrupted {
		length = uintptr(size)
		rc = zmqGetsockopt(s.use(), int(option), value, &length)
	}
	return int(length), failure(rc)
}

// remember records a timeout, which a call needs if a signal interrupts it.
func (s *Socket) remember(option SocketOption, ms int) {
	if option == OptSendTimeout {
		s.sendTimeout = timeout(ms)
	} else {
		s.recvTimeout = timeout(ms)
	}
}

func (s *Socket) setBool(option SocketOption, on bool) error {
	return s.SetOptionInt(option, number(on))
}

func (s *Socket) boolean(option SocketOption) (bool, error) {
	n, err := s.OptionInt(option)
	return n != 0, err
}

// number returns 1 for true, as C writes it.
func number(on bool) int {
	if on {
		return 1
	}
	return 0
}

func (s *Socket) setMilliseconds(option SocketOption, d time.Duration) error {
	ms, err := milliseconds(d)
	if err != nil {
		return err
	}
	return s.SetOptionInt(option, ms)
}

func (s *Socket) milliseconds(option SocketOption) (time.Duration, error) {
	ms, err := s.OptionInt(option)
	return timeout(ms), err
}

func (s *Socket) setSeconds(option SocketOption, d time.Duration) error {
	n, err := wholeUnits(d, time.Second)
	if err != nil {
		return err
	}
	return s.SetOptionInt(option, n)
}

func (s *Socket) seconds(option SocketOption) (time.Duration, error) {
	n, err := s.OptionInt(option)
	if n < 0 {
		return Forever, err
	}
	return time.Duration(n) * time.Second, err
}

// setBytes sets an option that libzmq limits to 255 bytes, although it does not check all of them.
func (s *Socket) setBytes(option SocketOption, b []byte) error {
	if len(b) > maxIdentity {
		return EINVAL
	}
	return s.SetOption(option, b)
}

// maxIdentity is the length of the longest identity.
const maxIdentity = 255

func (s *Socket) bytes(option SocketOption) ([]byte, error) {
	b := make([]byte, maxIdentity)
	n, err := s.Option(option, b)
	if err != nil {
		return nil, err
	}
	return b[:n], nil
}

func (s *Socket) setKey(option SocketOption, z85 string) error {
	if len(z85) != keyText || !isZ85(z85) {
		return EINVAL
	}
	return s.SetOptionString(option, z85)
}

func (s *Socket) key(option SocketOption) (string, error) {
	var z85 [keyText + 1]byte
	if _, err := s.Option(option, z85[:]); err != nil {
		return "", err
	}
	return string(z85[:keyText]), nil
}

func (s *Socket) setKeyBytes(option SocketOption, key []byte) error {
	if len(key) != keyBytes {
		return EINVAL
	}
	return s.SetOption(option, key)
}

func (s *Socket) keyBytes(option SocketOption) ([]byte, error) {
	key := make([]byte, keyBytes)
	if _, err := s.Option(option, key); err != nil {
		return nil, err
	}
	return key, nil
}

func (s *Socket) fd(option SocketOption) (FD, error) {
	var fd descriptor
	_, err := s.get(option, (*byte)(unsafe.Pointer(&fd)), int(unsafe.Sizeof(fd)))
	return FD(fd), err
}

// notNegative rejects a negative time that libzmq would take for another one.
func notNegative(d time.Duration) error {
	if d < 0 {
		return EINVAL
	}
	return nil
}
