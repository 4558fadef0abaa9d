package sendgrid

import (
	"bytes"
	"io"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// words reads encoded words (RFC 2047) of every character set. It never fails over a set: an unknown one is read as decode reads it.
var words = &mime.WordDecoder{CharsetReader: func(charset string, raw io.Reader) (io.Reader, error) {
	text, err := io.ReadAll(raw)
	return strings.NewReader(decode(text, charset)), err
}}

// decode reads bytes in a named character set, as UTF-8 without NUL. Bytes of a set that nobody knows are UTF-8 where they can be, and else Windows-1252,
// in which each byte is a character: a mail must not be lost over the name of a set.
func decode(raw []byte, charset string) string {
	text := raw
	if known := charsetOf(charset); known != nil {
		if read, err := known.NewDecoder().Bytes(raw); err == nil {
			text = read
		}
	}
	if !utf8.Valid(text) {
		if read, err := charmap.Windows1252.NewDecoder().Bytes(raw); err == nil {
			text = read
		}
	}
	return string(bytes.ReplaceAll(bytes.ToValidUTF8(text, []byte("\uFFFD")), []byte{0}, nil))
}

// charsetOf finds a set by the names that browsers know, and then by IANA's. It is nil for UTF-8, for ASCII, which UTF-8 includes, and for unknown names.
func charsetOf(name string) encoding.Encoding {
	name = strings.ToLower(strings.Trim(name, " \t\"'"))
	switch name {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "unknown-8bit":
		return nil
	}
	if known, err := htmlindex.Get(name); err == nil && known != encoding.Replacement {
		return known
	}
	for _, index := range []*ianaindex.Index{ianaindex.MIME, ianaindex.IANA} {
		if known, err := index.Encoding(name); err == nil && known != nil {
			return known
		}
	}
	return nil
}

// readWords is a header's text with its encoded words read, on one line. Words that cannot be read stay as they came.
func readWords(text string) string {
	if read, err := words.DecodeHeader(text); err == nil {
		text = read
	}
	return line(strings.ReplaceAll(text, "\x00", ""))
}
