// Package template holds the words a person gets: an MSP's own texts with placeholders, checked when they are saved and rendered when they are sent,
// and the MSP's looks. The built-in texts are what an MSP has that changed nothing.
package template

import (
	"slices"

	"countersign/core/channel"
)

// Kind names a text. A message has the name of its channel.
type Kind string

// The kinds.
const (
	SMSCode     Kind = Kind(channel.SMSCode)
	SMSLink     Kind = Kind(channel.SMSLink)
	EmailCode   Kind = Kind(channel.EmailCode)
	EmailLink   Kind = Kind(channel.EmailLink)
	VoiceCode   Kind = Kind(channel.VoiceCode)
	SMSMatch    Kind = Kind(channel.SMSMatch)
	LandingPage Kind = "landing_page"
)

// Kinds lists every kind in the order screens show them.
var Kinds = []Kind{SMSCode, SMSLink, EmailCode, EmailLink, VoiceCode, SMSMatch, LandingPage, ConversationFirst, ConversationReceived, TechnicianCode, TechnicianNamed, TechnicianClosed, TechnicianDenied}

// Known reports whether there is such a kind.
func (k Kind) Known() bool { return slices.Contains(Kinds, k) }

// Placeholder is a name between ${ and }.
type Placeholder string

// The placeholders.
const (
	Code       Placeholder = "code"
	Link       Placeholder = "link"
	Name       Placeholder = "name" // the person's given name
	MSP        Placeholder = "msp"  // the MSP's name
	Technician Placeholder = "technician"
	Ticket     Placeholder = "ticket"  // may be empty
	Minutes    Placeholder = "minutes" // how long the code or link is good
	Company    Placeholder = "company" // the person's employer; may be empty
	Verify     Placeholder = "verify"  // the MSP's trigger words: filled in by Text.Named
	Confirm    Placeholder = "confirm"
	Deny       Placeholder = "deny"
)

// String is the placeholder as it stands in a text.
func (p Placeholder) String() string { return "${" + string(p) + "}" }

// common placeholders may stand in every text but those of a conversation.
var common = append([]Placeholder{Name, MSP, Technician, Ticket, Minutes, Company}, triggers...)

// Required lists the placeholders without which a text of this kind makes no sense.
func (k Kind) Required() []Placeholder {
	switch k {
	case SMSCode, EmailCode, VoiceCode, TechnicianCode:
		return []Placeholder{Code}
	case SMSLink, EmailLink, SMSMatch:
		return []Placeholder{Link}
	default:
		return nil
	}
}

// Placeholders lists the placeholders that a text of this kind may hold, the required ones first.
func (k Kind) Placeholders() []Placeholder {
	if k.isConversation() {
		return slices.Clone(inConversation)
	}
	return append(k.Required(), common...)
}

func (k Kind) isEmail() bool { return k == EmailCode || k == EmailLink }

func (k Kind) isSMS() bool {
	return k == SMSCode || k == SMSLink || k == SMSMatch || k.isConversation() || k.isTechnician()
}

// Text is the words of one kind, with placeholders. Its JSON is the schema TemplateText of the API.
type Text struct {
	Subject   string `json:"subject,omitempty"` // e-mails only
	Body      string `json:"body"`
	Signature string `json:"signature,omitempty"` // e-mails only
	Footer    string `json:"footer,omitempty"`    // e-mails and the landing page
}
