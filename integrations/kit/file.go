package kit

import (
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"countersign/core/ticket"
)

// endingLimit is the longest ending of a file's name that is kept, in characters with its dot.
const endingLimit = 10

// FileName is a file's own name, without folders and without what a system or a header takes for something else, of at most limit characters. ref, where
// it is not empty, stands before the ending; neither of them is cut off.
func FileName(given, ref string, limit int) string {
	own := path.Base(strings.ReplaceAll(ticket.OneLine(given), `\`, "/"))
	own = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"<>:|?*;`, r) {
			return '_'
		}
		return r
	}, own)
	if strings.Trim(own, "./ ") == "" {
		own = "file"
	}
	ending := path.Ext(own)
	if utf8.RuneCountInString(ending) > endingLimit {
		ending = ""
	}
	own = strings.TrimSuffix(own, ending)
	if ref = ticket.OneLine(ref); ref != "" {
		ending = " " + ref + ending
	}
	return strings.TrimSpace(ticket.Cut(own, max(limit-utf8.RuneCountInString(ending), 1)) + ending)
}

// FileTitle is a file's title: its name, then the reference, which is not cut off. limit is in characters.
func FileTitle(a ticket.Attachment, limit int) string {
	ref := ticket.OneLine(a.Reference)
	return strings.TrimSpace(ticket.Cut(ticket.OneLine(a.Name), max(limit-1-utf8.RuneCountInString(ref), 1)) + " " + ref)
}

var mediaType = regexp.MustCompile(`^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}$`)

// ContentType is what a file says it is, if that can stand in a header and in a data URL.
func ContentType(given string) string {
	kind, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(given)), ";")
	if !mediaType.MatchString(kind) {
		return "application/octet-stream"
	}
	return kind
}
