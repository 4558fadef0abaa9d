// Package policy is what an MSP decided about verifications: which ways, how long, how often. A verification runs under the snapshot it began with.
package policy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/limit"
	"countersign/core/phone"
)

// Policy is one version of the rules. Its JSON is the schema Policy of the API; it is stored, hashed and put into evidence in that form.
type Policy struct {
	Channels              []channel.Name `json:"channels"`                 // allowed ways, first choice first
	CodeLength            int            `json:"code_length"`              // digits
	CodeMinutes           int            `json:"code_minutes"`             // how long a code is good
	LinkMinutes           int            `json:"link_minutes"`             // how long a link is good
	MaxAttempts           int            `json:"max_attempts"`             // wrong codes per verification
	AttemptsPerHour       int            `json:"guesses_per_hour"`         // wrong codes per contact
	AttemptsPerDay        int            `json:"guesses_per_day"`          // wrong codes per contact
	MaxSends              int            `json:"max_sends"`                // sends per verification
	SendPausesSeconds     []int          `json:"send_pauses_seconds"`      // before the 2nd, 3rd, 4th and 5th send
	SendsPerNumber        int            `json:"sends_per_number"`         // sends to one address, over all verifications
	SendsPerNumberMinutes int            `json:"sends_per_number_minutes"` // the window of SendsPerNumber
	ShieldMinutes         int            `json:"shield_minutes"`           // how long an address counts as verified
	HistoryLength         int            `json:"history_length"`           // verifications the pod lists
	NoteRequired          bool           `json:"note_required"`            // a contact other than the ticket's own asks for a note
	Banner                string         `json:"banner"`                   // shown to the technician; "" shows none
	ShowOnLoad            bool           `json:"show_on_load"`             // show the banner as soon as the ticket opens
	Countries             []string       `json:"countries"`                // ISO 3166-1 alpha-2 countries that numbers may belong to

	// Left out while they are empty, so that the hashes of earlier versions stay what they were.
	MinimumAssurance channel.Assurance `json:"minimum_assurance,omitempty"` // ways that prove less are closed
	CallBackTo       string            `json:"call_back_to,omitempty"`      // the help desk's own line, E.164, to which a call-back connects
	CoolingHours     int               `json:"cooling_hours,omitempty"`     // how long a changed address proves little; 0 is StandardCoolingHours
}

// Default is the policy of an MSP that decided nothing yet.
func Default() Policy {
	channels := make([]channel.Name, 0, len(channel.All))
	for _, spec := range channel.All {
		channels = append(channels, spec.Name)
	}
	return Policy{
		Channels:              channels,
		CodeLength:            6,
		CodeMinutes:           5,
		LinkMinutes:           5,
		MaxAttempts:           5,
		AttemptsPerHour:       10,
		AttemptsPerDay:        20,
		MaxSends:              5,
		SendPausesSeconds:     []int{30, 60, 120, 240},
		SendsPerNumber:        5,
		SendsPerNumberMinutes: 15,
		ShieldMinutes:         60,
		HistoryLength:         10,
		NoteRequired:          true,
		ShowOnLoad:            true,
		Countries:             []string{"US", "CA", "GB", "AU", "NZ", "IE", "DE", "FR", "NL"},
	}
}

// Allows reports whether a caller may be verified this way.
func (p Policy) Allows(name channel.Name) bool {
	return slices.Contains(p.Channels, name)
}

// AllowsCountry reports whether numbers of a country (ISO 3166-1 alpha-2) may be used.
func (p Policy) AllowsCountry(country string) bool {
	return slices.Contains(p.Countries, country)
}

// CallBackLine is the help desk's line (E.164) to which a call-back connects, and its country; "" without one, or when it is in a country that the policy does not list.
func (p Policy) CallBackLine() (line, country string) {
	number, err := phone.Parse(p.CallBackTo, "")
	if err != nil || !p.AllowsCountry(number.Country) {
		return "", ""
	}
	return number.E164, number.Country
}

// PauseBefore is how long to wait after the previous send before send number sendNumber (from 1). The last pause given holds for every later send.
func (p Policy) PauseBefore(sendNumber int) time.Duration {
	if sendNumber < 2 || len(p.SendPausesSeconds) == 0 {
		return 0
	}
	at := min(sendNumber-2, len(p.SendPausesSeconds)-1)
	return time.Duration(p.SendPausesSeconds[at]) * time.Second
}

// LifeOf is how long the code or the link of one send is good.
func (p Policy) LifeOf(proof channel.Proof) time.Duration {
	if proof == channel.Code {
		return minutes(p.CodeMinutes)
	}
	return minutes(p.LinkMinutes)
}

// ShieldLife is how long an address counts as verified after an approval.
func (p Policy) ShieldLife() time.Duration {
	return minutes(p.ShieldMinutes)
}

// StandardCoolingHours is how long a changed contact point gives low assurance only where a policy says nothing else.
const StandardCoolingHours = 72

// LongestCooling is the most that a policy may ask for.
const LongestCooling = 30 * 24 * time.Hour

// AttemptRules limit the wrong codes against one contact, over all its verifications.
func (p Policy) AttemptRules() []limit.Rule {
	return []limit.Rule{{Max: p.AttemptsPerHour, Per: time.Hour}, {Max: p.AttemptsPerDay, Per: 24 * time.Hour}}
}

// SendRules limit the sends to one address, over all verifications.
func (p Policy) SendRules() []limit.Rule {
	return []limit.Rule{{Max: p.SendsPerNumber, Per: minutes(p.SendsPerNumberMinutes)}}
}

func minutes(n int) time.Duration {
	return time.Duration(n) * time.Minute
}

// Canonical is the policy as JSON in its one form: keys sorted, no blanks, empty lists as [], nothing escaped for HTML. Hash is taken over these bytes,
// so the hash of a policy in an evidence bundle can be checked in any language.
func (p Policy) Canonical() []byte {
	p.Channels = append([]channel.Name{}, p.Channels...)
	p.SendPausesSeconds = append([]int{}, p.SendPausesSeconds...)
	p.Countries = append([]string{}, p.Countries...)
	var members map[string]json.RawMessage
	if err := json.Unmarshal(encode(p), &members); err != nil {
		panic(err) // encode wrote it a line ago
	}
	return encode(members) // encoding/json sorts the keys of a map
}

// encode is json.Marshal without its escapes for HTML.
func encode(v any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err) // strings, numbers and bools cannot fail
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// Hash is the SHA-256 of Canonical in hex.
func (p Policy) Hash() string {
	sum := sha256.Sum256(p.Canonical())
	return hex.EncodeToString(sum[:])
}

// Snapshot is a policy version that never changes: it travels in a workflow's input and in evidence.
type Snapshot struct {
	ID      uuid.UUID `json:"id"`
	Version int       `json:"version"`
	Hash    string    `json:"hash"`
	Policy  Policy    `json:"policy"`
}

// Take makes the snapshot of a stored version.
func Take(id uuid.UUID, version int, p Policy) Snapshot {
	return Snapshot{ID: id, Version: version, Hash: p.Hash(), Policy: p}
}

// Intact reports whether the hash belongs to the policy.
func (s Snapshot) Intact() bool {
	return s.Hash == s.Policy.Hash()
}
