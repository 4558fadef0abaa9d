// Package channel is the table of ways to reach a person: what a way proves, over which kind of contact point, and how sure we may be afterwards.
// A new way (Duo push, Teams, portal) is a new row here and a sender behind message.Sender; the verification workflow stays as it is.
package channel

import "time"

// Name names a way on the API, in policies and in rows.
type Name string

// The ways a caller can be verified today.
const (
	SMSCode   Name = "sms_code"
	SMSLink   Name = "sms_link"
	EmailCode Name = "email_code"
	EmailLink Name = "email_link"
	VoiceCode Name = "voice_code"
	SMSMatch  Name = "sms_match"
	CallBack  Name = "call_back"
)

// Proof says what the person has to do.
type Proof string

// The proofs. With Code the caller reads digits to the technician; with Link they press "Validate" on a page;
// with Match they enter the number that the technician reads to them, and both see the same two words; with Call they press a key of the phone on file
// and are connected to the technician; with Approval an outside system tells us their answer.
const (
	Code     Proof = "code"
	Link     Proof = "link"
	Match    Proof = "match"
	Call     Proof = "call"
	Approval Proof = "approval"
)

// Transport is the carrier: it selects the sender, the task queue and the rate limit.
type Transport string

// The transports.
const (
	SMS   Transport = "sms"
	Email Transport = "email"
	Voice Transport = "voice"
)

// ContactPointKind is the kind of contact point a way needs.
type ContactPointKind string

// The kinds of contact points.
const (
	Mobile       ContactPointKind = "mobile"
	Phone        ContactPointKind = "phone"
	EmailAddress ContactPointKind = "email"
)

// Assurance says how much an approved verification proves.
type Assurance string

// The assurances, rising. High is for ways that withstand a live relay.
const (
	Low    Assurance = "low"
	Medium Assurance = "medium"
	High   Assurance = "high"
)

var rank = map[Assurance]int{Low: 1, Medium: 2, High: 3}

// AtLeast reports whether an assurance is not below another; every one is at least "".
func (a Assurance) AtLeast(other Assurance) bool { return rank[a] >= rank[other] }

// Known reports whether there is such an assurance.
func (a Assurance) Known() bool { return rank[a] > 0 }

// CallBackTime is how long a person who was called back and the help desk may talk; then the call ends.
const CallBackTime = 15 * time.Minute

// Spec is what the table says about one way.
type Spec struct {
	Name          Name
	Transport     Transport
	Proof         Proof
	ContactPoints []ContactPointKind // in the order they are offered
	Assurance     Assurance
}

// All lists every way in the default order of a policy.
var All = []Spec{
	{SMSCode, SMS, Code, []ContactPointKind{Mobile}, Medium},
	{SMSLink, SMS, Link, []ContactPointKind{Mobile}, Medium},
	{VoiceCode, Voice, Code, []ContactPointKind{Phone, Mobile}, Medium},
	{EmailCode, Email, Code, []ContactPointKind{EmailAddress}, Low},
	{EmailLink, Email, Link, []ContactPointKind{EmailAddress}, Low},
	{SMSMatch, SMS, Match, []ContactPointKind{Mobile}, Medium},
	{CallBack, Voice, Call, []ContactPointKind{Mobile, Phone}, High},
}

// Opens reports whether a message of this proof carries a link.
func (p Proof) Opens() bool { return p == Link || p == Match }

// Of returns the row of a way; ok is false for a name the table does not hold.
func Of(name Name) (spec Spec, ok bool) {
	for _, s := range All {
		if s.Name == name {
			return s, true
		}
	}
	return Spec{}, false
}
