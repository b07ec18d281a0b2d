//go:build ignore

package libzmq

import (
	"math"
	"slices"
	"strings"
)

// z85Digits are the characters of Z85, each of which encodes its index.
const z85Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"

// Lengths of a CURVE key.
const (
	keyBytes = 32
	keyText  = 40
)

//zmqgen:bind zmq_z85_encode
func Z85Encode(data []byte) (string, error) {
	if len(data)%4 != 0 {
		return "", EINVAL
	}
	text := make([]byte, len(data)/4*5+1)
	if err := failure(zmqZ85Encode(chars(text), chars(data), len(data))); err != nil {
		return "", err
	}
	return string(text[:len(text)-1]), nil
}

//zmqgen:bind zmq_z85_decode
func Z85Decode(text string) ([]byte, error) {
	if !isZ85(text) {
		return nil, EINVAL
	}
	if text == "" {
		return []byte{}, nil
	}
	var short [shortText]byte
	source, err := terminated(text, short[:0])
	if err != nil {
		return nil, err
	}
	data := make([]byte, len(text)/5*4)
	if err := failure(zmqZ85Decode(chars(data), source)); err != nil {
		return nil, err
	}
	return data, nil
}

//zmqgen:bind zmq_curve_keypair
func CurveKeypair() (public, secret string, err error) {
	var publicText, secretText [keyText + 1]byte
	if err := failure(zmqCurveKeypair(chars(publicText[:]), chars(secretText[:]))); err != nil {
		return "", "", err
	}
	return string(publicText[:keyText]), string(secretText[:keyText]), nil
}

//zmqgen:bind zmq_curve_public
func CurvePublic(secret string) (string, error) {
	if len(secret) != keyText || !isZ85(secret) {
		return "", EINVAL
	}
	var buf, publicText [keyText + 1]byte
	secretText, err := terminated(secret, buf[:0])
	if err != nil {
		return "", err
	}
	if err := failure(zmqCurvePublic(chars(publicText[:]), secretText)); err != nil {
		return "", err
	}
	return string(publicText[:keyText]), nil
}

// isZ85 reports whether text can be decoded. libzmq 4.2 does not check characters, and decodes five of
// them that exceed 32 bits.
func isZ85(text string) bool {
	if len(text)%5 != 0 {
		return false
	}
	for group := range slices.Chunk([]byte(text), 5) {
		value := uint64(0)
		for _, character := range group {
			digit := strings.IndexByte(z85Digits, character)
			if digit < 0 {
				return false
			}
			value = 85*value + uint64(digit)
		}
		if value > math.MaxUint32 {
			return false
		}
	}
	return true
}
