package vendors

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/tickets"
)

// TicketReader reads a ticket of an MSP's ticket system, soon or not at all.
type TicketReader func(ctx context.Context, tenant, integration uuid.UUID, id string) (ticket.Ticket, error)

// namedPatience bounds how long a caller on the phone waits for the ticket that their technician named.
const namedPatience = 3 * time.Second

// NamedTicket is what is known of a ticket that a request names.
type NamedTicket struct {
	Integration *uuid.UUID // the PSA; nil where none is connected
	Contact     *uuid.UUID // the ticket's own contact with us; nil where that is not known
	Company     *uuid.UUID // the ticket's company with us; nil where that is not known
}

// ReadNamedTicket reads a ticket that a request names. Who sees some companies only may name none of another company's, and none that cannot be looked at: what
// happens is written into it. For anybody else a ticket that cannot be looked at now stays unknown, and the note tells later whether it was there.
func ReadNamedTicket(ctx context.Context, s *store.Store, read TicketReader, integration *uuid.UUID, id string) (NamedTicket, error) {
	return readNamed(ctx, s, read, integration, id, gate.ActorOf(ctx).Limited)
}

// ReadExistingTicket is ReadNamedTicket for a ticket that has to be there, whoever names it.
func ReadExistingTicket(ctx context.Context, s *store.Store, read TicketReader, integration *uuid.UUID, id string) (NamedTicket, error) {
	named, err := readNamed(ctx, s, read, integration, id, true)
	if err == nil && named.Integration == nil {
		err = problem.New(problem.Conflict, "No ticket system is connected.")
	}
	return named, err
}

func readNamed(ctx context.Context, s *store.Store, read TicketReader, integration *uuid.UUID, id string, mustExist bool) (named NamedTicket, err error) {
	actor := gate.ActorOf(ctx)
	if id == "" {
		return NamedTicket{Integration: integration}, nil
	}
	err = s.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		if err := gate.CheckTicketSystem(ctx, tx, integration); err != nil {
			return err
		}
		of, connected, err := integrations.TicketSystemOf(ctx, tx, integration)
		if connected {
			named.Integration = &of
		}
		return err
	})
	if err != nil || named.Integration == nil {
		return named, err
	}
	found, err := readSoon(ctx, read, actor.Tenant, *named.Integration, id)
	switch {
	case err == nil:
	case !mustExist:
		return named, nil
	case errors.Is(err, ticket.ErrNotFound):
		return named, wrongTicket("There is no such ticket, or you may not see it.")
	default:
		return named, problem.New(problem.PSAUnavailable, "The ticket cannot be looked at now, so it is not known whether it is there and you may see it: leave it out, or try again later.")
	}
	err = s.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		linked, err := tickets.LoadLinked(ctx, tx, *named.Integration, []ticket.Ticket{found}, time.Time{})
		if company, known := linked.Companies[found.CompanyID]; known {
			named.Company = &company
		}
		if contact, known := linked.Contacts[found.ContactID]; known {
			named.Contact = &contact.ID
		}
		return err
	})
	if err == nil && actor.Limited && (named.Company == nil || !actor.Sees(*named.Company)) {
		err = wrongTicket("There is no such ticket, or you may not see it.")
	}
	return named, err
}

func readSoon(ctx context.Context, read TicketReader, tenant, integration uuid.UUID, id string) (ticket.Ticket, error) {
	if read == nil {
		return ticket.Ticket{}, ErrNone
	}
	ctx, cancel := context.WithTimeout(ctx, namedPatience)
	defer cancel()
	return read(ctx, tenant, integration, id)
}

func wrongTicket(message string) error {
	return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "ticket_id", Message: message})
}

// OfAnother reports whether a ticket is known to be another person's, or another company's.
func (t NamedTicket) OfAnother(contact, company uuid.UUID) bool {
	return t.Contact != nil && *t.Contact != contact || t.Company != nil && *t.Company != company
}
