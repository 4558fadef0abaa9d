package kit

import (
	"errors"

	"countersign/core/integration"
	"countersign/core/provider"
)

// Complaints are what the failures of a connection mean, each in one sentence for the person who sets it up.
type Complaints struct {
	Vendor string // how the vendor calls itself
	Host   string // where it is reached
	Check  string // what to check when it cannot be reached: "check the address, and "; may be empty

	Usual        string                               // what to look at when nothing else fits, behind "… refuses the connection (code); "
	Denied       func(right integration.Right) string // for want of a right; "" where that says nothing
	Codes        map[string]string                    // by code; they go before all kinds
	Unauthorized string
	Throttled    string // "" for a minute
}

// Of is the complaint that a failure amounts to, a *integration.Complaint; nil for no failure.
func (c Complaints) Of(err error) error {
	if err == nil {
		return nil
	}
	return &integration.Complaint{Sentence: c.sentence(err), Cause: err}
}

func (c Complaints) sentence(err error) string {
	code := provider.CodeOf(err)
	if denied, ok := errors.AsType[*integration.Denied](err); ok {
		if words := c.Denied(denied.Right); words != "" {
			return words
		}
	}
	if words := c.Codes[code]; words != "" {
		return words
	}
	switch provider.KindOf(err) {
	case provider.Unauthorized:
		return c.Unauthorized
	case provider.Throttled:
		if c.Throttled != "" {
			return c.Throttled
		}
		return c.Vendor + " asks us to slow down; try again in a minute."
	case provider.Unavailable, provider.Ambiguous:
		return "\"" + c.Host + "\" cannot be reached or is out of order; " + c.Check + "try again later."
	}
	return c.Vendor + " refuses the connection (" + code + "); " + c.Usual
}
