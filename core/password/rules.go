// Package password says which passwords are good enough and keeps them as argon2id hashes.
package password

import (
	_ "embed"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The bounds, in characters. NIST SP 800-63B 5.1.1.2: length counts, rules of composition do not help.
const (
	MinLength = 12
	MaxLength = 200
)

// The reasons a password is refused, fit for the person who chose it.
var (
	ErrShort  = errors.New("Use at least 12 characters.")                                                 //nolint:staticcheck // shown as it is
	ErrLong   = errors.New("Use at most 200 characters.")                                                 //nolint:staticcheck // shown as it is
	ErrCommon = errors.New("Too many people use this one. Four or five unrelated words make a good one.") //nolint:staticcheck // shown as it is
	ErrOwn    = errors.New("Leave out your own name and address.")                                        //nolint:staticcheck // shown as it is
)

// common lists passwords of 12 and more characters, and words that make weak ones when repeated or numbered; lower case, one a line.
//
//go:embed common.txt
var commonFile string

var common = func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(commonFile) {
		set[strings.TrimSpace(line)] = true
	}
	return set
}()

// Check returns why a password is refused, or nil. own holds the person's name, address and company: a password that is little more than one of them is weak.
func Check(password string, own ...string) error {
	password = norm.NFKC.String(password) // as it is hashed
	length := utf8.RuneCountInString(password)
	switch {
	case length < MinLength:
		return ErrShort
	case length > MaxLength:
		return ErrLong
	}
	lower := strings.ToLower(password)
	if common[lower] || common[core(lower)] || repeats(lower) {
		return ErrCommon
	}
	for _, name := range own {
		name = strings.ToLower(strings.TrimSpace(name))
		if len(name) >= 4 && strings.Contains(lower, name) && length-utf8.RuneCountInString(name) < MinLength/2 {
			return ErrOwn
		}
	}
	return nil
}

// core strips the digits and signs that people hang on a word.
func core(lower string) string {
	return strings.TrimFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
}

// repeats finds one short piece said over and over: "abcabcabcabc".
func repeats(s string) bool {
	runes := []rune(s)
	for piece := 1; piece <= 4; piece++ {
		same := true
		for i := piece; i < len(runes) && same; i++ {
			same = runes[i] == runes[i-piece]
		}
		if same {
			return true
		}
	}
	return false
}
