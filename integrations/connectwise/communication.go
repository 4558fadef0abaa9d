package connectwise

import (
	"regexp"
	"strings"
)

// communication is one way to reach a person. ConnectWise has no field for a mobile number: it is the phone whose type is called one.
type communication struct {
	Type        reference `json:"type"`
	Value       string    `json:"value"`
	DefaultFlag bool      `json:"defaultFlag"`
	Kind        string    `json:"communicationType"` // Email, Fax or Phone
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
		value := strings.TrimSpace(one.Value)
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
