package otp

import (
	"encoding/binary"
	"errors"
	"strconv"
	"strings"

	"countersign/core/keys"
)

// MatchNumber is the two-digit number that the technician reads to the person, who enters it. The same send always has the same number, from 10 to 99.
func MatchNumber(ring *keys.Ring, s Send) (string, error) {
	key, err := ring.Derive(s.KeyID, "otp-match", s.Tenant, s.Verification, strconv.Itoa(s.Number))
	if err != nil {
		return "", err
	}
	return strconv.Itoa(10 + int(binary.BigEndian.Uint64(key[:8])%90)), nil
}

// ErrNumber is returned for what is not a number of two digits.
var ErrNumber = errors.New("otp: not a number of two digits")

// CleanNumber strips blanks; ErrNumber unless two ASCII digits remain.
func CleanNumber(typed string) (string, error) {
	number := strings.Join(strings.Fields(typed), "")
	if len(number) != 2 || number[0] < '0' || number[0] > '9' || number[1] < '0' || number[1] > '9' {
		return "", ErrNumber
	}
	return number, nil
}

// Words are what both screens show once the number was entered: two words that are easy to say.
func Words(ring *keys.Ring, s Send) (string, error) {
	key, err := ring.Derive(s.KeyID, "otp-words", s.Tenant, s.Verification, strconv.Itoa(s.Number))
	if err != nil {
		return "", err
	}
	n := len(words)
	first := int(binary.BigEndian.Uint64(key[:8]) % uint64(n))
	second := (first + 1 + int(binary.BigEndian.Uint64(key[8:16])%uint64(n-1))) % n // never the same word twice
	return words[first] + " " + words[second], nil
}

// words are concrete, short and unlike each other on a bad line.
var words = strings.Fields(`
	acorn album amber anchor apple arrow autumn badger bakery bamboo banjo basket beacon blossom bottle bridge
	bronze bucket butter button cabin cactus camel candle canoe canyon carpet castle cedar cello cherry chimney
	cinema circus clover cobalt coffee comet copper coral cotton cricket crystal daisy desert dolphin donkey dragon
	eagle ember engine falcon feather fiddle flamingo forest fossil galaxy garden ginger giraffe glacier granite guitar
	hammer harbor harvest hazel helmet honey igloo island ivory jacket jasmine jigsaw jungle kettle kitten ladder
	lantern lemon library lobster magnet mango maple marble meadow melon mirror monkey mountain mustard napkin
	nutmeg oasis ocean olive onion orchid otter oyster paddle panda parrot pebble pencil pepper piano pillow
	planet pocket pumpkin puzzle rabbit ribbon river rocket saddle salmon silver spider sunset tiger tulip umbrella
	velvet violin walnut window winter yellow zebra zigzag`)
