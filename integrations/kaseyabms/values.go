package kaseyabms

import (
	"encoding/json"
	"time"

	"countersign/integrations/kit"
)

// stamp is how we write a time in a filter: without a zone, as Kaseya BMS compares it with the times that it shows.
const stamp = "2006-01-02T15:04:05"

// moment is a time as Kaseya BMS writes it: with a zone or without one, which we take for UTC. What is no time is the zero time.
type moment struct{ time.Time }

// UnmarshalJSON reads a time, null or nothing.
func (m *moment) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		m.Time = kit.ParseTime(text)
	}
	return nil
}

// parseID reads an id as Kaseya BMS gives them: a whole number above zero, written in the one way, of 32 bits.
func parseID(text string) (int, bool) { return kit.ParseID[int](text, 32) }
