package syncro

import (
	"encoding/json"
	"regexp"
	"strconv"

	"countersign/integrations/kit"
)

// number is an id; null and 0 are none. Syncro writes some of them as strings.
type number int64

// UnmarshalJSON lets anything that is no id pass as none: one odd reference must not hide a page.
func (n *number) UnmarshalJSON(raw []byte) error {
	*n = 0
	var text string
	if json.Unmarshal(raw, &text) != nil {
		text = string(raw)
	}
	if id, err := strconv.ParseInt(text, 10, 64); err == nil && id > 0 {
		*n = number(id)
	}
	return nil
}

func (n number) String() string { return kit.IDText(n) }

// idText is what an id looks like. It becomes part of paths.
var idText = regexp.MustCompile(`^[1-9][0-9]{0,14}$`)

// idOf reads an id that idText has judged.
func idOf(text string) number {
	id, _ := strconv.ParseInt(text, 10, 64)
	return number(id)
}
