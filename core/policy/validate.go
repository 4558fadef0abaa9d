package policy

import (
	"time"

	"fmt"
	"unicode/utf8"

	"countersign/core/channel"
	"countersign/core/phone"
	"countersign/core/problem"
)

// The bounds of the numbers, as in the schema Policy of the API. They are ceilings of the product: no MSP can allow more than MaxAttempts 5.
var bounds = []struct {
	field    string
	value    func(Policy) int
	min, max int
	unit     string
}{
	{"code_length", func(p Policy) int { return p.CodeLength }, 6, 8, "digits"},
	{"code_minutes", func(p Policy) int { return p.CodeMinutes }, 1, 30, "minutes"},
	{"link_minutes", func(p Policy) int { return p.LinkMinutes }, 1, 30, "minutes"},
	{"max_attempts", func(p Policy) int { return p.MaxAttempts }, 1, 5, "attempts"},
	{"guesses_per_hour", func(p Policy) int { return p.AttemptsPerHour }, 1, 10, "wrong codes"},
	{"guesses_per_day", func(p Policy) int { return p.AttemptsPerDay }, 1, 20, "wrong codes"},
	{"max_sends", func(p Policy) int { return p.MaxSends }, 1, 5, "sends"},
	{"sends_per_number", func(p Policy) int { return p.SendsPerNumber }, 1, 20, "sends"},
	{"sends_per_number_minutes", func(p Policy) int { return p.SendsPerNumberMinutes }, 1, 1440, "minutes"},
	{"shield_minutes", func(p Policy) int { return p.ShieldMinutes }, 1, 10080, "minutes"},
	{"history_length", func(p Policy) int { return p.HistoryLength }, 1, 100, "entries"},
	{"cooling_hours", func(p Policy) int { return p.CoolingHours }, 0, int(LongestCooling / time.Hour), "hours"},
}

const (
	maxPauses       = 4   // before the 2nd to 5th send
	maxPauseSeconds = 600 // a longer one would outlive the code
	maxBanner       = 500 // characters
)

// Validate lists what is wrong, by field; none means the policy may be used.
func (p Policy) Validate() []problem.Field {
	var wrong []problem.Field
	say := func(field, message string, args ...any) {
		wrong = append(wrong, problem.Field{Field: field, Message: fmt.Sprintf(message, args...)})
	}
	if len(p.Channels) == 0 {
		say("channels", "Allow at least one way, or nobody can be verified.")
	}
	seen := map[channel.Name]bool{}
	byPhone := false
	for i, name := range p.Channels {
		spec, known := channel.Of(name)
		switch {
		case !known:
			say(fmt.Sprintf("channels[%d]", i), "There is no way called %q.", name)
		case seen[name]:
			say(fmt.Sprintf("channels[%d]", i), "%s is listed twice.", name)
		}
		seen[name] = true
		byPhone = byPhone || spec.Transport == channel.SMS || spec.Transport == channel.Voice
	}
	if p.MinimumAssurance != "" && !p.MinimumAssurance.Known() {
		say("minimum_assurance", "Choose low, medium or high.")
	}
	if p.CallBackTo != "" {
		switch number, err := phone.ParseDesk(p.CallBackTo, ""); {
		case err != nil || number.E164 != p.CallBackTo:
			say("call_back_to", "Write the help desk's line as an international number, like +14155550100.")
		case !p.AllowsCountry(number.Country):
			say("call_back_to", "The help desk's line is in a country that this policy does not list: add %s to the countries, or name another line.", number.Country)
		}
	}
	if field, message := p.nobodyPasses(); message != "" && len(wrong) == 0 {
		say(field, "%s", message)
	}
	for _, b := range bounds {
		if v := b.value(p); v < b.min || v > b.max {
			say(b.field, "Choose %d to %d %s.", b.min, b.max, b.unit)
		}
	}
	if len(p.SendPausesSeconds) > maxPauses {
		say("send_pauses_seconds", "At most %d pauses: before the 2nd, 3rd, 4th and 5th send.", maxPauses)
	}
	for i, seconds := range p.SendPausesSeconds {
		if seconds < 0 || seconds > maxPauseSeconds {
			say(fmt.Sprintf("send_pauses_seconds[%d]", i), "Choose 0 to %d seconds.", maxPauseSeconds)
		}
	}
	if utf8.RuneCountInString(p.Banner) > maxBanner {
		say("banner", "Keep the banner under %d characters.", maxBanner)
	}
	if byPhone && len(p.Countries) == 0 {
		say("countries", "With no country allowed no SMS or call can be made: add one, or take those ways out.")
	}
	listed := map[string]bool{}
	for i, country := range p.Countries {
		switch {
		case !isCountry(country):
			say(fmt.Sprintf("countries[%d]", i), "%q is not a country: use its two capital letters, like US or DE.", country)
		case listed[country]:
			say(fmt.Sprintf("countries[%d]", i), "%s is listed twice.", country)
		}
		listed[country] = true
	}
	return wrong
}

// nobodyPasses says why no channel of the policy could ever be used; "" when one can.
func (p Policy) nobodyPasses() (field, message string) {
	enough := false
	for _, name := range p.Channels {
		spec, _ := channel.Of(name)
		if !spec.Assurance.AtLeast(p.MinimumAssurance) {
			continue
		}
		enough = true
		if spec.Proof != channel.Call || p.CallBackTo != "" {
			return "", ""
		}
	}
	switch {
	case len(p.Channels) == 0:
		return "", "" // said already
	case enough:
		return "call_back_to", "Nobody could be verified: only a call-back is left, and it needs the help desk's line to connect to."
	}
	return "minimum_assurance", "Nobody could be verified: none of the allowed ways gives " + string(p.MinimumAssurance) + " assurance."
}
