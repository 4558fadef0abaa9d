package technician

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// State is a technician verification as the decisions see it. It holds no name, number or address of the client.
type State struct {
	Status       Status
	Issue        int         // number of the newest code, from 1
	ExpiresAt    time.Time   // of the newest code
	ClosedAt     time.Time   // zero while it is open
	ContactPoint string      // that asked, masked
	Candidates   []Candidate // who has the contact point on file
	Contact      *uuid.UUID  // who asked, once that is known
	Company      *uuid.UUID  // theirs
	Verification *uuid.UUID  // of the same contact point that was open when they asked
	ClaimedBy    *Actor
	ClaimedAt    time.Time // of the first claim of the newest code
	Ticket       string    // the PSA's id, "" without one
	TicketPSA    *uuid.UUID
	How          How // of a confirmation
	Note         NoteState
	Facts        []Fact
}

// Candidate is a person who has the contact point that asked.
type Candidate struct{ Contact, Company uuid.UUID }

// NoteState is where the note for the ticket stands.
type NoteState string

// The states of a note. Whether a queued note is written in the ticket is the ticket queue's to know.
const (
	NoteNone   NoteState = "none"
	NoteAwaits NoteState = "awaits_approval"
	NoteQueued NoteState = "queued"
)

// Companies lists the companies of the candidates, each once.
func (s State) Companies() []uuid.UUID {
	var companies []uuid.UUID
	for _, c := range s.Candidates {
		if !slices.Contains(companies, c.Company) {
			companies = append(companies, c.Company)
		}
	}
	return companies
}

// Claimant is the id of the claimant; the zero UUID without a claim.
func (s State) Claimant() uuid.UUID {
	if s.ClaimedBy == nil {
		return uuid.Nil
	}
	return s.ClaimedBy.ID
}

// CanReissue reports whether another code may be given: a phone that asks again and again gets no more answers, and the technician verification stays open.
func (s State) CanReissue() bool { return !s.Status.Closed() && s.Issue < MaxIssues }

// with adds a fact. It never changes the list of another state.
func (s State) with(f Fact) State {
	s.Facts = append(slices.Clip(s.Facts), f)
	return s
}

// identify sets who asked when only one person has the contact point.
func (s State) identify() State {
	s.Contact, s.Company = nil, nil
	if len(s.Candidates) == 1 {
		s.Contact, s.Company = &s.Candidates[0].Contact, &s.Candidates[0].Company
	}
	return s
}
