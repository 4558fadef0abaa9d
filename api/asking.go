package api

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"countersign/core/template"
	"countersign/core/verification"
	"countersign/store"
)

// asking is who asks whom and for what: what the page of a link and a call say. It is PII.
type asking struct {
	verification store.Verification
	branding     template.Branding
	text         template.Text
}

// readAsking reads it with the text of a kind. It looks at no address, so it works on when those were erased; store.ErrNotFound for another tenant's.
func readAsking(ctx context.Context, s *store.Store, tenant, id uuid.UUID, kind template.Kind) (asking, error) {
	var a asking
	err := s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) (err error) {
		if a.verification, err = tx.Verification(ctx, id); err != nil {
			return err
		}
		if a.branding, err = tx.Branding(ctx); err != nil {
			return err
		}
		version, err := tx.Template(ctx, kind)
		a.text = version.Text
		return err
	})
	return a, err
}

// send is one of the verification's sends.
func (a asking) send(number int) (store.Send, bool) {
	for _, s := range a.verification.Sends {
		if s.Number == number {
			return s, true
		}
	}
	return store.Send{}, false
}

// isCurrent reports whether a send is the one that counts now.
func (a asking) isCurrent(number int, now time.Time) bool {
	s, found := a.send(number)
	return found && a.verification.Status == verification.Pending && now.Before(s.ExpiresAt) && number == len(a.verification.Sends)
}

// values are what the placeholders stand for, without a code or link.
func (a asking) values(number int) template.Values {
	v := a.verification
	values := template.Values{Name: v.Contact.Name, Company: v.Company.Name, MSP: a.branding.MSPName, Technician: v.Leader.Name, Ticket: v.TicketID}
	if s, found := a.send(number); found {
		minutes := (s.ExpiresAt.Sub(s.At) + time.Minute - 1) / time.Minute
		values.Minutes = strconv.Itoa(max(1, int(minutes)))
	}
	return values
}
