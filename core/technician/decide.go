package technician

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"countersign/core/problem"
	"countersign/core/template"
)

// Decision is the outcome of a step: the state that it leaves, and what is recorded with it in the same transaction.
type Decision struct {
	State     State
	Changed   bool          // State differs from what is stored
	Refusal   Refusal       // the zero value unless nothing may be done
	Supersede bool          // messages that were not handed over yet are void
	Text      template.Kind // sent to the contact point that asked; "" for none
	QueueNote bool          // the note goes into the ticket
	Alert     bool          // the claimant and every Admin are told
	Publish   bool          // screens are told
	Audit     Audit         // the zero value for none
}

// Refusal says why nothing was done.
type Refusal struct {
	Code   problem.Code
	Detail string
	Field  string // the field at fault, "" for none
}

// Err is the refusal as a *problem.Error; nil for the zero value.
func (r Refusal) Err() error {
	switch {
	case r.Code == "":
		return nil
	case r.Field != "":
		return problem.Invalid(r.Code, problem.Field{Field: r.Field, Message: r.Detail})
	}
	return problem.New(r.Code, r.Detail)
}

// Audit is a line of the audit log.
type Audit struct {
	Action  string
	By      Actor
	Details map[string]any
}

// The actions of the audit log.
const (
	actionAsked        = "technician-verification.asked"
	actionLimited      = "technician-verification.limited"
	actionClaimed      = "technician-verification.claimed"
	actionEarly        = "technician-verification.confirmed-early"
	actionTooEarly     = "technician-verification.confirmed-too-early"
	actionCodeShown    = "technician-verification.code-shown"
	actionNoteApproved = "technician-verification.note-approved"
)

// Answer is the decision as the caller of the step is told.
func (d Decision) Answer() Answer {
	return Answer{Status: d.State.Status, Refusal: string(d.Refusal.Code), Detail: d.Refusal.Detail, Field: d.Refusal.Field}
}

func (s State) refuse(code problem.Code, detail string) Decision {
	return Decision{State: s, Refusal: Refusal{Code: code, Detail: detail}}
}

func (s State) closed() Decision {
	return s.refuse(problem.AlreadyClosed, "This request is "+string(s.Status)+".")
}

// Question is a client's "#verify".
type Question struct {
	ContactPoint  string      // masked
	Candidates    []Candidate // who has it on file; at least one
	Verifications []uuid.UUID // of the same contact point that are open
	At            time.Time
	ExpiresAt     time.Time // of the code
}

// Open begins a technician verification with its first code.
func Open(q Question) Decision {
	s := State{Status: Waiting, Issue: 1, ExpiresAt: q.ExpiresAt, ContactPoint: q.ContactPoint, Candidates: q.Candidates, Note: NoteNone}
	s = s.identify().with(Fact{Kind: Asked, At: q.At})
	if len(q.Verifications) == 1 {
		s.Verification = &q.Verifications[0]
	}
	return Decision{State: s, Changed: true, Text: template.TechnicianCode, Publish: true, Audit: Audit{Action: actionAsked, By: Client}}
}

// Limited is the audit of a question that gets no answer, because its contact point or the MSP has had as many messages as it may get.
func Limited() Audit { return Audit{Action: actionLimited, By: Client} }

// Reissue gives another code, which voids the one before and its claim: the claimant knows a code that no longer counts. Where several people share the
// contact point, another one of them may be asking now. limited says that the contact point or the MSP may get no more messages; the state stays then.
func (s State) Reissue(at, expiresAt time.Time, limited bool) Decision {
	switch {
	case s.Status.Closed():
		return s.closed()
	case !s.CanReissue():
		return Decision{State: s}
	case limited:
		return Decision{State: s, Audit: Limited()}
	}
	s.Issue++
	s.Status, s.ExpiresAt, s.ClaimedBy, s.ClaimedAt = Waiting, expiresAt, nil, time.Time{}
	if len(s.Candidates) != 1 {
		s.Contact, s.Company = nil, nil
	}
	return Decision{
		State: s.with(Fact{Kind: AskedAgain, At: at}), Changed: true, Supersede: true, Text: template.TechnicianCode, Publish: true,
		Audit: Audit{Action: actionAsked, By: Client, Details: map[string]any{"issue": s.Issue}},
	}
}

// Claim takes the technician verification up. The claimant may claim again, for another ticket or another person; no other actor may. A confirmation that came
// before, but after a technician had looked at the code, counts now.
func (s State) Claim(c Claim, tickets Tickets) Decision {
	again := s.Status == Claimed
	switch {
	case s.Status.Closed():
		return s.closed()
	case again && s.ClaimedBy.ID != c.By.ID:
		return s.refuse(problem.Conflict, s.ClaimedBy.Name+" has taken this up already.")
	}
	contact := c.Contact
	if again && contact == nil {
		contact = s.Contact
	}
	chosen, wrong := s.choose(contact)
	if wrong != "" {
		return Decision{State: s, Refusal: Refusal{Code: problem.ValidationFailed, Field: "contact_id", Detail: wrong}}
	}
	s.Status, s.ClaimedBy, s.Contact, s.Company = Claimed, &c.By, &chosen.Contact, &chosen.Company
	if c.Ticket != "" {
		s.Ticket, s.TicketPSA = c.Ticket, c.TicketPSA
	}
	d := Decision{
		Changed: true, Publish: true,
		Audit: Audit{Action: actionClaimed, By: c.By, Details: map[string]any{"ticket": c.Ticket, "contact": chosen.Contact}},
	}
	if !again {
		s.ClaimedAt = c.At
		s, d.Text = s.with(Fact{Kind: Taken, At: c.At, By: c.By.Words()}), template.TechnicianNamed
	}
	if s.confirmedEarly() {
		return s.end(End{Status: Confirmed, How: ByReply, By: Client, At: c.At}, tickets)
	}
	d.State = s
	return d
}

// confirmedEarly reports a confirmation of the newest code that waits for a claim.
func (s State) confirmedEarly() bool { return s.sinceNewestCode(Early) }

// sinceNewestCode reports whether something happened since the newest code was given.
func (s State) sinceNewestCode(kind Kind) bool {
	for _, f := range slices.Backward(s.Facts) {
		switch f.Kind {
		case kind:
			return true
		case Asked, AskedAgain:
			return false
		}
	}
	return false
}

// choose finds the person who asked; wrong says why none can be chosen.
func (s State) choose(contact *uuid.UUID) (chosen Candidate, wrong string) {
	for _, c := range s.Candidates {
		if contact == nil && len(s.Candidates) == 1 || contact != nil && c.Contact == *contact {
			return c, ""
		}
	}
	if contact == nil {
		return chosen, "Several people share this number. Choose who is on the phone."
	}
	return chosen, "This person does not have the number that asked."
}

// Reply is a client's "#confirm" or "#deny".
type Reply struct {
	Denies      bool
	AfterCode   bool      // it came after the newest code was written
	At          time.Time // when it came
	ProcessedAt time.Time
}

// Reply ends the technician verification by the client's own word. A denial always counts. A confirmation that speaks of a void code, or that came before
// the claim, changes nothing where no technician had looked at the code; where one had, it waits for the claim.
func (s State) Reply(r Reply, tickets Tickets) Decision {
	switch {
	case s.Status.Closed():
		return Decision{State: s}
	case r.Denies:
		return s.end(End{Status: Denied, By: Client, At: r.ProcessedAt}, tickets)
	case s.Status == Waiting && r.AfterCode && s.sinceNewestCode(Looked):
		if s.confirmedEarly() {
			return Decision{State: s}
		}
		return Decision{State: s.with(Fact{Kind: Early, At: r.At}), Changed: true, Publish: true, Audit: Audit{Action: actionEarly, By: Client}}
	case s.Status != Claimed || !r.AfterCode || r.At.Before(s.ClaimedAt):
		return Decision{State: s, Audit: Audit{Action: actionTooEarly, By: Client}}
	}
	return s.end(End{Status: Confirmed, How: ByReply, By: Client, At: r.ProcessedAt}, tickets)
}

// End closes the technician verification for a technician, the portal or time. A confirmation needs a claim; time ends it only when the newest code has ended.
func (s State) End(e End, tickets Tickets) Decision {
	switch {
	case s.Status.Closed():
		return s.closed()
	case e.Status == Expired && e.At.Before(s.ExpiresAt):
		return Decision{State: s} // another code has renewed it meanwhile
	case e.Status == Confirmed && s.Status != Claimed:
		return s.refuse(problem.Conflict, "Take it up first: only then is it known who read the code.")
	case e.How == Verbally && e.By.ID != s.ClaimedBy.ID:
		return s.refuse(problem.Conflict, s.ClaimedBy.Name+" has taken this up: only they heard what the client said.")
	}
	return s.end(e, tickets)
}

// Tickets is what is known of the MSP's ticket system when a technician verification ends.
type Tickets struct {
	Connected     bool // there is a ticket system that the ticket can be in
	NotesApproved bool // a technician approves each note before it is written
}

// note decides about the note: a technician verification without a ticket, or an MSP without a ticket system, has none.
func (t Tickets) note(ticket string) NoteState {
	switch {
	case !t.Connected || ticket == "":
		return NoteNone
	case t.NotesApproved:
		return NoteAwaits
	}
	return NoteQueued
}

// endings say what each final status records.
var endings = map[Status]struct {
	fact   Kind
	text   template.Kind
	action string
	alert  bool
}{
	Confirmed: {fact: ConfirmedIt, text: template.TechnicianClosed, action: "technician-verification.confirmed"},
	Denied:    {fact: DeniedIt, text: template.TechnicianDenied, action: "technician-verification.denied", alert: true},
	Expired:   {fact: RanOut, action: "technician-verification.expired"},
}

func (s State) end(e End, tickets Tickets) Decision {
	ending := endings[e.Status]
	fact := Fact{Kind: ending.fact, At: e.At, How: e.How}
	if isStaff(e.By) {
		fact.By = e.By.Words()
	}
	details := map[string]any{}
	if e.How != "" {
		details["how"] = e.How
	}
	s.Status, s.How, s.ClosedAt, s.Note = e.Status, e.How, e.At, tickets.note(s.Ticket)
	return Decision{
		State: s.with(fact), Changed: true, Supersede: true, Text: ending.text, QueueNote: s.Note == NoteQueued, Alert: ending.alert, Publish: true,
		Audit: Audit{Action: ending.action, By: e.By, Details: details},
	}
}

// ApproveNote lets the note go into the ticket. It is a conflict when no note waits for that.
func (s State) ApproveNote(by Actor) Decision {
	if s.Note != NoteAwaits {
		return s.refuse(problem.Conflict, "No note waits for approval here.")
	}
	s.Note = NoteQueued
	return Decision{State: s, Changed: true, QueueNote: true, Publish: true, Audit: Audit{Action: actionNoteApproved, By: by}}
}

// ShowCode lets a technician see the newest code. first says that they see this technician verification's code for the first time, which is recorded.
func (s State) ShowCode(by Actor, first bool, at time.Time) Decision {
	switch {
	case s.Status.Closed():
		return s.closed()
	case !first:
		return Decision{State: s}
	}
	return Decision{
		State: s.with(Fact{Kind: Looked, At: at, By: by.Words()}), Changed: true,
		Audit: Audit{Action: actionCodeShown, By: by, Details: map[string]any{"issue": s.Issue}},
	}
}
