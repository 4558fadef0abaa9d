package connectwise

import (
	"regexp"
	"strings"

	"countersign/integrations/kit"
)

// communication is one way to reach a person. ConnectWise has no field for a mobile number: it is the phone whose type is called one.
type communication struct {
	ID          int64     `json:"id,omitempty"`
	Type        reference `json:"type"`
	Value       string    `json:"value"`
	Extension   string    `json:"extension"`
	DefaultFlag bool      `json:"defaultFlag"`
	Kind        string    `json:"communicationType"` // Email, Fax or Phone
}

func (c *communication) value() string {
	if c == nil {
		return ""
	}
	return strings.TrimSpace(c.Value)
}

// number is the value of a phone, with its extension.
func (c *communication) number() string {
	if c == nil {
		return ""
	}
	return kit.WithExtension(c.Value, c.Extension)
}

// mobileType is how MSPs call the type of a mobile number.
var mobileType = regexp.MustCompile(`(?i)\b(mobil|cell|celular|handy|m[oó]vil|portable|gsm|sms)`)

func isEmail(c communication) bool  { return c.Kind == "Email" }
func isMobile(c communication) bool { return c.Kind == "Phone" && mobileType.MatchString(c.Type.Name) }
func isOtherPhone(c communication) bool {
	return c.Kind == "Phone" && !mobileType.MatchString(c.Type.Name)
}

// firstOf is the communication of a kind that counts: the default one, else the first that is not empty, else the first; nil for none.
func firstOf(items []communication, is func(communication) bool) *communication {
	var found *communication
	for i := range items {
		one := &items[i]
		if is(*one) && (found == nil || rank(*one) > rank(*found)) {
			found = one
		}
	}
	return found
}

func rank(c communication) int {
	switch {
	case strings.TrimSpace(c.Value) == "":
		return 0
	case c.DefaultFlag:
		return 2
	}
	return 1
}
