package superops

import (
	"encoding/json"
	"regexp"
	"strings"
)

// identifier is an id as SuperOps writes them: digits, in a string or as a number. Anything else reads as "".
type identifier string

// digits is what an id looks like. It goes into variables only.
var digits = regexp.MustCompile(`^[0-9]{1,20}$`)

// UnmarshalJSON takes a string or a number, and lets anything else pass as no id: one odd reference must not hide a page.
func (i *identifier) UnmarshalJSON(raw []byte) error {
	*i = ""
	if text := strings.Trim(string(raw), `"`); digits.MatchString(text) {
		*i = identifier(text)
	}
	return nil
}

// record is another record that a row names: {"accountId":"7928838372746166998","name":"Globex"}. What is not such an object reads as none.
type record struct {
	ID   string
	Name string
}

// UnmarshalJSON reads a reference of any kind.
func (r *record) UnmarshalJSON(raw []byte) error {
	*r = record{}
	var held struct {
		AccountID identifier `json:"accountId"`
		UserID    identifier `json:"userId"`
		GroupID   identifier `json:"groupId"`
		Name      any        `json:"name"`
	}
	if json.Unmarshal(raw, &held) != nil {
		return nil
	}
	for _, id := range []identifier{held.AccountID, held.UserID, held.GroupID} {
		if r.ID == "" {
			r.ID = string(id)
		}
	}
	r.Name, _ = held.Name.(string)
	return nil
}

// stamp is how SuperOps writes a time, in UTC and without saying so.
const stamp = "2006-01-02T15:04:05"
