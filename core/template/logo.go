package template

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
)

// maxLogo in bytes: as base64 it leaves a landing page under 30 KB.
const maxLogo = 10 << 10

var (
	errLogoKind    = errors.New("not a PNG, JPEG or WebP picture; SVG is refused because it may carry scripts")
	errLogoSize    = errors.New("larger than 10 KB: make it smaller, 320 pixels wide are plenty")
	errLogoDamaged = errors.New("damaged, or not of the kind it says it is: save it again and upload that")
)

// pictures are the kinds a logo may have, with a test of their first bytes (the PNG and WebP specifications; JPEG's start of image and first marker).
var pictures = map[string]func([]byte) bool{
	"image/png":  func(b []byte) bool { return bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")) },
	"image/jpeg": func(b []byte) bool { return bytes.HasPrefix(b, []byte{0xff, 0xd8, 0xff}) },
	"image/webp": func(b []byte) bool { return len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" },
}

// LogoImage decodes the logo. The error ends the sentence "This is ...".
func (b Branding) LogoImage() (mediaType string, image []byte, err error) {
	rest, isData := strings.CutPrefix(b.Logo, "data:")
	mediaType, encoded, isBase64 := strings.Cut(rest, ";base64,")
	hasMagic, known := pictures[mediaType]
	if !isData || !isBase64 || !known {
		return "", nil, errLogoKind
	}
	if base64.StdEncoding.DecodedLen(len(encoded)) > maxLogo+2 {
		return "", nil, errLogoSize
	}
	if image, err = base64.StdEncoding.Strict().DecodeString(encoded); err != nil || strings.ContainsAny(encoded, "\r\n") || !hasMagic(image) {
		return "", nil, errLogoDamaged
	}
	if len(image) > maxLogo {
		return "", nil, errLogoSize
	}
	return mediaType, image, nil
}
