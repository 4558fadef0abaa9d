package kaseyabms

import (
	"math"
	"strconv"
)

// parseID reads an id as Kaseya BMS gives them: a whole number above zero, written in the one way, of 32 bits.
func parseID(text string) (int, bool) {
	id, err := strconv.Atoi(text)
	return id, err == nil && id > 0 && id <= math.MaxInt32 && strconv.Itoa(id) == text
}

// idText writes an id; "" for none.
func idText(id int) string {
	if id <= 0 {
		return ""
	}
	return strconv.Itoa(id)
}
