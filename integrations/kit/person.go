package kit

import (
	"regexp"
	"strings"
)

// WithExtension is a number with the extension that a vendor keeps in a field of its own. Without the extension it would be the number of a switchboard, and
// pass for a person's own.
func WithExtension(number, extension string) string {
	number, extension = strings.TrimSpace(number), strings.TrimSpace(extension)
	said := extensionDigits.FindString(extension)
	if number == "" || said == "" {
		return number
	}
	return number + " ext. " + said
}

// extensionDigits are what is dialled of an extension: "x204" and "ext. 204" mean 204.
var extensionDigits = regexp.MustCompile(`[0-9]{1,12}`)
