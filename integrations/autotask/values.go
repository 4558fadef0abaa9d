package autotask

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"countersign/integrations/kit"
)

// stamp is how Autotask writes a time, in UTC.
const stamp = "2006-01-02T15:04:05.000Z"

func stamped(at time.Time) string { return at.UTC().Format(stamp) }

// moment is a time as Autotask shows it; "" for none.
type moment string

func (m moment) at() time.Time { return kit.ParseTime(string(m)) }

// latest is the latest of some times: which of its stamps Autotask moves depends on what was changed.
func latest(moments ...moment) (out time.Time) {
	for _, one := range moments {
		if at := one.at(); at.After(out) {
			out = at
		}
	}
	return out
}

// flag is yes or no: a number in contacts, a boolean in all other entities.
type flag bool

// UnmarshalJSON reads true, false, 1, 0 and null, quoted or not.
func (f *flag) UnmarshalJSON(raw []byte) error {
	switch string(bytes.ToLower(bytes.Trim(raw, `"`))) {
	case "true", "1":
		*f = true
	case "false", "0", "null", "":
		*f = false
	default:
		return fmt.Errorf("autotask: neither yes nor no")
	}
	return nil
}

// parseID reads an id as Autotask gives them: a whole number. 0 is one too: that of the MSP's own company.
func parseID(text string) (int64, bool) {
	id, err := strconv.ParseInt(text, 10, 64)
	return id, err == nil && id >= 0 && strconv.FormatInt(id, 10) == text
}

// record is an id in a path, or ticket.ErrNotFound for one that no record can have.
func record(text string) (int64, error) {
	if id, ok := parseID(text); ok && id > 0 {
		return id, nil
	}
	return 0, fail.Absent(kit.BadID)
}

// idText is an id that may be missing.
func idText(id *int64) string {
	if id == nil {
		return ""
	}
	return strconv.FormatInt(*id, 10)
}
