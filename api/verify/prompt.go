package verify

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"countersign/core/template"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/settings"
	"countersign/store/verify"
)

// Prompt is the content of a link's page and of a call: who verifies whom for which ticket. It is PII.
type Prompt struct {
	Verification verify.Verification
	Branding     template.Branding
	Text         template.Text
}

// ReadPrompt reads it with the text of a kind. It looks at no address, so it works on when those were erased; store.ErrNotFound for another tenant's.
func ReadPrompt(ctx context.Context, s *store.Store, tenant, id uuid.UUID, kind template.Kind) (Prompt, error) {
	return store.InTenant(ctx, s, tenant, func(ctx context.Context, tx store.Tx) (a Prompt, err error) {
		if a.Verification, err = verify.GetVerification(ctx, tx, id); err != nil {
			return a, err
		}
		if a.Branding, err = settings.GetBranding(ctx, tx); err != nil {
			return a, err
		}
		a.Text, err = settings.TextToSend(ctx, tx, kind)
		return a, err
	})
}

// Send is one of the verification's sends.
func (a Prompt) Send(number int) (verify.Send, bool) {
	for _, s := range a.Verification.Sends {
		if s.Number == number {
			return s, true
		}
	}
	return verify.Send{}, false
}

// IsCurrent reports whether a send is the one that counts now.
func (a Prompt) IsCurrent(number int, now time.Time) bool {
	s, found := a.Send(number)
	return found && a.Verification.Status == verification.Pending && now.Before(s.ExpiresAt) && number == len(a.Verification.Sends)
}

// Values are what the placeholders stand for, without a code or link.
func (a Prompt) Values(number int) template.Values {
	v := a.Verification
	values := template.Values{Name: v.Contact.Name, Company: v.Company.Name, MSP: a.Branding.MSPName, Technician: v.Leader.ToClient(), Ticket: v.TicketID}
	if s, found := a.Send(number); found {
		minutes := (s.ExpiresAt.Sub(s.At) + time.Minute - 1) / time.Minute
		values.Minutes = strconv.Itoa(max(1, int(minutes)))
	}
	return values
}
