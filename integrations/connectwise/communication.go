package connectwise

import (
	"regexp"
	"strings"

	"countersign/integrations/kit"
)

// communication is one way to reach a person. ConnectWise has no field for a mobile number: it is the phone whose type is called one.
type communication struct {
	Type        reference `json:"type"`
	Value       string    `json:"value"`
	Extension   string    `json:"extension"`
	DefaultFlag bool      `json:"defaultFlag"`
	Kind        string    `json:"communicationType"` // Email, Fax or Phone
}

// text is what a communication says, a number with its extension.
func (c communication) text() string {
	if c.Kind == "Phone" {
		return kit.WithExtension(c.Value, c.Extension)
	}
	return strings.TrimSpace(c.Value)
}

// mobileType is how MSPs call the type of a mobile number.
var mobileType = regexp.MustCompile(`(?i)\b(mobil|cell|celular|handy|m[oó]vil|portable|gsm|sms)`)

func isEmail(c communication) bool  { return c.Kind == "Email" }
func isMobile(c communication) bool { return c.Kind == "Phone" && mobileType.MatchString(c.Type.Name) }
func isOtherPhone(c communication) bool {
	return c.Kind == "Phone" && !mobileType.MatchString(c.Type.Name)
}

// firstOf is what a person's communications of a kind say: the default one, else the first that says anything; "" for none.
func firstOf(items []communication, is func(communication) bool) string {
	found := ""
	for _, one := range items {
		value := one.text()
		switch {
		case value == "" || !is(one):
		case one.DefaultFlag:
			return value
		case found == "":
			found = value
		}
	}
	return found
}
