// Package inbound decides what a message of a client is for. It is one table, read from the top: docs/workflows/inbound.md shows it with the reasons.
package inbound

import (
	"strings"

	"countersign/core/otp"
)

// Route says what a message was taken for. Rows keep it by this name.
type Route string

// The routes.
const (
	Automatic     Route = "automatic"      // a machine wrote it: kept, never answered
	Consent       Route = "consent"        // STOP, START or HELP
	Verify        Route = "verify"         // the client asks whether our technician is real
	Confirm       Route = "confirm"        // ... and says that they are
	Deny          Route = "deny"           // ... or that they are not
	Alarm         Route = "alarm"          // they deny, and nothing of theirs is open: every Admin is alerted
	NotMe         Route = "not_me"         // they deny a verification of theirs, as the button of a link's page does
	Reaction      Route = "reaction"       // a telephone tells that they tapped a sign on one of our messages: kept, never answered
	Number        Route = "number"         // the number that a verification waits for
	Conversation  Route = "conversation"   // goes into the conversation of our number and theirs
	UnknownSender Route = "unknown_sender" // listed for Admins; nothing starts, nothing is sent
	Unheard       Route = "unheard"        // a sender on file, and nothing waits for the message
)

// Report is the action of the audit log for a message that came to nothing; "" for any other.
func (r Route) Report() string {
	switch r {
	case UnknownSender:
		return "unknown-sender.heard"
	case Unheard:
		return "message.unheard"
	case Reaction:
		return "message.reaction"
	}
	return ""
}

// Facts are what is known about a message when it is decided.
type Facts struct {
	Email      bool // else an SMS
	Subject    string
	Body       string
	OptOut     string // the carrier's reading: STOP, START or HELP
	Automatic  bool   // a machine wrote it
	Unreadable bool   // who wrote it, or to whom, cannot be read
	Authentic  bool   // the sender is who it says
	Words      Words  // of the MSP

	Known                      bool // a person on file has this contact point
	OptedOut                   bool // replied STOP before
	OpenTechnicianVerification bool // of this number or address
	Exhausted                  bool // they asked, and may get no more messages now
	OpenVerification           bool // of theirs, and a message of it went to this number or address
	EndedVerification          bool // the same, and it ended within a day
	AwaitsNumber               bool // their verification waits for its number
	OpenConversation           bool // of our number and theirs
	MayStart                   bool // writing to our number opens a conversation
}

// reading is a message as the table asks about it.
type reading struct {
	Facts
	keyword Keyword
	trigger Route
	loose   bool   // the trigger word came without its #
	denial  Denial // of being on a call with us
}

func (r reading) answers() bool { return r.trigger == Confirm || r.trigger == Deny }

// chatsByWord reports an answer that is an everyday word, because it came without # or the MSP chose one, in a conversation: there it is what it says.
func (r reading) chatsByWord() bool {
	word := r.Words.Confirm
	if r.trigger == Deny {
		word = r.Words.Deny
	}
	return r.OpenConversation && (r.loose || !strings.HasPrefix(word, "#"))
}

// deniesVerification reports a denial of a verification of theirs: by the word of denials, by a sentence that says so, also late, or by "no" where no
// conversation is open in which it may answer something else.
func (r reading) deniesVerification() bool {
	switch {
	case r.denial == NotThem:
		return r.OpenVerification || r.EndedVerification
	case r.denial == No:
		return r.OpenVerification && !r.OpenConversation
	default:
		return r.trigger == Deny && r.OpenVerification && !r.chatsByWord()
	}
}

// row is a line of the table: the first whose condition holds decides.
type row struct {
	when  func(reading) bool
	route func(reading) Route
}

func always(route Route) func(reading) Route { return func(reading) Route { return route } }

func triggered(r reading) Route { return r.trigger }

var table = []row{
	{func(r reading) bool { return r.Unreadable }, always(UnknownSender)},
	{func(r reading) bool { return r.Automatic }, always(Automatic)},
	{func(r reading) bool { return r.keyword != "" && !r.chat() }, always(Consent)},
	{func(r reading) bool { return r.isReaction() }, always(Reaction)},
	{func(r reading) bool { return (r.trigger != "" || r.denial == NotThem) && !r.Authentic }, always(UnknownSender)},
	{func(r reading) bool { return r.trigger == Verify && !r.Known }, always(UnknownSender)},
	{func(r reading) bool { return r.trigger == Verify && r.Exhausted }, always(Unheard)},
	{func(r reading) bool { return r.trigger == Verify }, triggered},
	{func(r reading) bool { return r.answers() && r.OpenTechnicianVerification }, triggered},
	{reading.deniesVerification, always(NotMe)},
	{func(r reading) bool { return r.answers() && !r.chatsByWord() && !r.Known }, always(UnknownSender)},
	{func(r reading) bool { return r.trigger == Deny && !r.chatsByWord() }, always(Alarm)},
	{func(r reading) bool { return r.trigger == Confirm && !r.chatsByWord() }, always(Unheard)},
	{func(r reading) bool { return r.AwaitsNumber && r.isNumber() }, always(Number)},
	{func(r reading) bool { return !r.Email && r.OpenConversation }, always(Conversation)},
	{func(r reading) bool { return !r.Email && r.MayStart }, always(Conversation)},
	{func(r reading) bool { return !r.Known }, always(UnknownSender)},
	{func(reading) bool { return true }, always(Unheard)},
}

// Decide takes the first line of the table that fits.
func Decide(f Facts) Route {
	r := reading{Facts: f, keyword: f.Keyword(), denial: f.Denial()}
	r.trigger, r.loose = f.Words.read(f.Email, f.Subject, f.Body)
	for _, row := range table {
		if row.when(r) {
			return row.route(r)
		}
	}
	return Unheard
}

// Withdraw takes away what a route rested on, because it was gone when the message came there: the message is for the next line of the table then.
// It is false for a route that rested on nothing that can go away.
func (f *Facts) Withdraw(route Route) bool {
	switch route {
	case Verify: // they are no longer on file, or have had as many answers as anybody may get
		f.Exhausted = true
	case Alarm:
		f.Known = false
	case Confirm, Deny:
		f.OpenTechnicianVerification = false
	case NotMe:
		f.OpenVerification, f.EndedVerification = false, false
	case Conversation:
		f.OpenConversation, f.MayStart = false, false
	default:
		return false
	}
	return true
}

// isNumber reports a message that is nothing but two digits.
func (f Facts) isNumber() bool { return !f.Email && IsNumber(f.Body) }

// IsNumber reports a text that is nothing but two digits, however they are written.
func IsNumber(text string) bool {
	_, err := otp.CleanNumber(text)
	return err == nil
}
