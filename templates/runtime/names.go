//go:build ignore

package libzmq

import (
	"strconv"
	"strings"
)

// nameOf returns the name at a value's index, or the type with the number if there is none.
func nameOf(names []string, value int, typ string) string {
	if value >= 0 && value < len(names) && names[value] != "" {
		return names[value]
	}
	return typ + "(" + strconv.Itoa(value) + ")"
}

// bitName is one bit of a set with its C name.
type bitName[T ~int | ~int16] struct {
	bit  T
	name string
}

// namesOfBits joins the names of the bits that are set. Bits without a name are printed as a number.
func namesOfBits[T ~int | ~int16](names []bitName[T], value T) string {
	var set []string
	for _, n := range names {
		if value&n.bit != 0 {
			set = append(set, n.name)
			value &^= n.bit
		}
	}
	if value != 0 || len(set) == 0 {
		set = append(set, "0x"+strconv.FormatUint(uint64(value), 16))
	}
	return strings.Join(set, "|")
}

// nameOfOne returns the name of a value that is not a set, or the type with the number if there is none.
//
//zmqgen:with ZMQ_PROTOCOL_ERROR_ZMTP_UNSPECIFIED
func nameOfOne[T ~int | ~int16](names []bitName[T], value T, typ string) string {
	for _, n := range names {
		if n.bit == value {
			return n.name
		}
	}
	return typ + "(0x" + strconv.FormatUint(uint64(value), 16) + ")"
}
