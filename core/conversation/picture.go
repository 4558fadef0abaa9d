package conversation

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// MaxPicture is the greatest picture that is taken, in bytes.
const MaxPicture = 5 << 20

// taken are the kinds of pictures that become attachments.
var taken = []string{"image/jpeg", "image/png", "image/gif", "image/webp", "image/heic"}

// heic are the brands that pictures of telephones begin with (ISO/IEC 23008-12, annex B), which net/http does not know.
var heic = []string{"heic", "heix", "heim", "heis", "mif1"}

// Judge decides about a picture by what it is, not by what it says it is. body may be cut behind MaxPicture bytes.
func Judge(p Picture, contentType string, body []byte) Picture {
	p.ContentType, p.Size = kindOf(contentType, body), len(body)
	switch {
	case len(body) == 0:
		return Refuse(p, "It was empty.")
	case len(body) > MaxPicture:
		return Refuse(p, "It is larger than 5 MB.")
	case !slices.Contains(taken, p.ContentType):
		return Refuse(p, "Only pictures are taken: JPEG, PNG, GIF, WebP and HEIC.")
	}
	p.Accepted = new(true)
	return p
}

// Refuse says why a picture is not taken.
func Refuse(p Picture, reason string) Picture {
	p.Accepted, p.Reason = new(false), reason
	return p
}

// String says of a picture what a note in the ticket says.
func (p Picture) String() string {
	if p.Accepted == nil || !*p.Accepted {
		return fmt.Sprintf("A file was refused: %s", p.Reason)
	}
	return fmt.Sprintf("Picture received (%s, %d KB).", p.ContentType, (p.Size+1023)/1024)
}

// kindOf is the kind of a body by its first bytes; where these tell nothing, it is nothing that is taken.
func kindOf(said string, body []byte) string {
	if len(body) >= 12 && string(body[4:8]) == "ftyp" && slices.Contains(heic, string(body[8:12])) {
		return "image/heic"
	}
	found, _, err := mime.ParseMediaType(http.DetectContentType(body))
	if err != nil || found == "application/octet-stream" {
		found, _, _ = mime.ParseMediaType(said)
		if strings.HasPrefix(found, "image/") {
			return "application/octet-stream" // a picture that does not look like one
		}
	}
	return found
}
