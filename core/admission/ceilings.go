package admission

import (
	"cmp"
	"fmt"
	"time"

	"countersign/core/limit"
	"countersign/core/problem"
)

// Ceilings are what the operator allows an MSP at most. In JSON a member that is 0 or absent has the product's default.
type Ceilings struct {
	SpendPerDayCents     int `json:"spend_per_day_cents,omitempty"`
	SendsPerMinute       int `json:"sends_per_minute,omitempty"`
	SendsPerNumberMinute int `json:"sends_per_number_minute,omitempty"` // to one number or address, through every door
	SendsPerNumberHour   int `json:"sends_per_number_hour,omitempty"`
	StrangersPerHour     int `json:"strangers_per_hour,omitempty"` // new conversations with numbers that nobody has on file
}

// DefaultCeilings are those of an MSP about which the operator decided nothing.
func DefaultCeilings() Ceilings {
	return Ceilings{SpendPerDayCents: 20_000, SendsPerMinute: 120, SendsPerNumberMinute: 10, SendsPerNumberHour: 40, StrangersPerHour: 10}
}

// OrDefault fills what the operator left open.
func (c Ceilings) OrDefault() Ceilings {
	d := DefaultCeilings()
	return Ceilings{
		SpendPerDayCents: cmp.Or(c.SpendPerDayCents, d.SpendPerDayCents), SendsPerMinute: cmp.Or(c.SendsPerMinute, d.SendsPerMinute),
		SendsPerNumberMinute: cmp.Or(c.SendsPerNumberMinute, d.SendsPerNumberMinute), SendsPerNumberHour: cmp.Or(c.SendsPerNumberHour, d.SendsPerNumberHour),
		StrangersPerHour: cmp.Or(c.StrangersPerHour, d.StrangersPerHour),
	}
}

// Bound is the lower of what an MSP set and what it may set.
func (c Ceilings) Bound(l Limits) Limits {
	return Limits{SendsPerMinute: min(l.SendsPerMinute, c.SendsPerMinute), SpendPerDayCents: min(l.SpendPerDayCents, c.SpendPerDayCents)}
}

// NumberRules limit what one number or address gets from an MSP, whatever it is and whoever asked for it.
func (c Ceilings) NumberRules() []limit.Rule {
	return []limit.Rule{{Max: c.SendsPerNumberMinute, Per: time.Minute}, {Max: c.SendsPerNumberHour, Per: time.Hour}}
}

// StrangerRule limits the conversations that strangers begin.
func (c Ceilings) StrangerRule() limit.Rule {
	return limit.Rule{Max: c.StrangersPerHour, Per: time.Hour}
}

// Check lists the limits that an MSP may not set as high.
func (c Ceilings) Check(l Limits) (wrong []problem.Field) {
	for _, set := range []struct {
		field   string
		is, max int
		unit    string
	}{{"sends_per_minute", l.SendsPerMinute, c.SendsPerMinute, "messages a minute"}, {"spend_per_day_cents", l.SpendPerDayCents, c.SpendPerDayCents, "cents a day"}} {
		if set.is > set.max {
			wrong = append(wrong, problem.Field{Field: set.field, Message: fmt.Sprintf("The operator of this installation allows at most %d %s.", set.max, set.unit)})
		}
	}
	return wrong
}
