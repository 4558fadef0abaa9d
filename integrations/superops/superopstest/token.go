package superopstest

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// errSyntax is a document that is not GraphQL, or uses what this fake does not know: fragments, directives, subscriptions, block strings.
var errSyntax = errors.New("the document cannot be read")

type tokenKind int

const (
	end tokenKind = iota
	word
	mark
	number
	quoted
)

// token is a lexical token of a document (GraphQL specification, section 2.1).
type token struct {
	kind tokenKind
	text string // of a quoted one what it stands for
}

// tokens takes a document apart. Spaces, commas and comments mean nothing.
func tokens(document string) ([]token, error) {
	if !utf8.ValidString(document) {
		return nil, errSyntax
	}
	var out []token
	for rest := document; ; {
		rest = strings.TrimLeft(rest, " \t\r\n,\uFEFF")
		if rest == "" {
			return append(out, token{}), nil
		}
		if rest[0] == '#' {
			_, rest, _ = strings.Cut(rest, "\n")
			continue
		}
		next, size, err := tokenAt(rest)
		if err != nil {
			return nil, err
		}
		out, rest = append(out, next), rest[size:]
	}
}

func tokenAt(text string) (token, int, error) {
	switch c := text[0]; {
	case isLetter(c):
		size := span(text, func(c byte) bool { return isLetter(c) || isDigit(c) })
		return token{word, text[:size]}, size, nil
	case strings.IndexByte("!$():=@[]{}|&", c) >= 0:
		return token{mark, text[:1]}, 1, nil
	case strings.HasPrefix(text, "..."):
		return token{mark, "..."}, 3, nil
	case c == '-' || isDigit(c):
		size := 1 + span(text[1:], func(c byte) bool { return isDigit(c) || strings.IndexByte("+-.eE", c) >= 0 })
		if _, err := strconv.ParseFloat(text[:size], 64); err != nil {
			return token{}, 0, errSyntax
		}
		return token{number, text[:size]}, size, nil
	case c == '"':
		return quotedAt(text)
	}
	return token{}, 0, errSyntax
}

// quotedAt reads a string on one line, with JSON's escapes.
func quotedAt(text string) (token, int, error) {
	for at := 1; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '\n', '\r':
			return token{}, 0, errSyntax
		case '"':
			said, err := strconv.Unquote(strings.ReplaceAll(text[:at+1], `\/`, "/"))
			if err != nil {
				return token{}, 0, errSyntax
			}
			return token{quoted, said}, at + 1, nil
		}
	}
	return token{}, 0, errSyntax
}

func span(text string, holds func(byte) bool) int {
	at := 0
	for at < len(text) && holds(text[at]) {
		at++
	}
	return at
}

func isLetter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
