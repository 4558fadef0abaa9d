package connectwise

import (
	"strconv"
	"strings"
	"unicode"

	"countersign/integrations/kit"
)

// Lists are filtered by conditions: closedFlag=false and company/id=42 and summary contains "printer".

// quote writes a string literal of a condition. Quotes inside are escaped; controls, which no ticket holds, become spaces.
func quote(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case unicode.IsControl(r):
			out.WriteByte(' ')
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// equals compares a field with an id.
func equals(field string, id int64) string { return field + "=" + strconv.FormatInt(id, 10) }

// all joins conditions that must all hold.
func all(conditions []string) string { return strings.Join(conditions, " and ") }

// parseID reads an id as ConnectWise gives them: a whole number from 1 that fits in 32 bits.
func parseID(text string) (int64, bool) { return kit.ParseID[int64](text, 32) }
