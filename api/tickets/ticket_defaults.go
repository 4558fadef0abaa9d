package tickets

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/integration"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/tickets"
)

// TicketDefaults answers for the profiles of new tickets.
type TicketDefaults struct {
	Store    *store.Store
	Now      func() time.Time
	PSAs     vendors.Opener
	Log      *slog.Logger
	Dispatch *dispatch.Dispatcher
}

func (h TicketDefaults) ListTicketDefaults(ctx context.Context, _ gen.ListTicketDefaultsRequestObject) (gen.ListTicketDefaultsResponseObject, error) {
	defaults, err := gate.InTenant(ctx, h.Store, tickets.ListDefaults)
	return gen.ListTicketDefaults200JSONResponse{Items: list.Of(defaults, ticketDefaultAnswer)}, err
}

func (h TicketDefaults) GetTicketDefault(ctx context.Context, request gen.GetTicketDefaultRequestObject) (gen.GetTicketDefaultResponseObject, error) {
	one, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (tickets.Default, error) {
		return tickets.GetDefault(ctx, tx, request.TicketDefaultID)
	})
	return gen.GetTicketDefault200JSONResponse(ticketDefaultAnswer(one)), err
}

func (h TicketDefaults) CreateTicketDefault(ctx context.Context, request gen.CreateTicketDefaultRequestObject) (gen.CreateTicketDefaultResponseObject, error) {
	saved, err := h.save(ctx, uuid.Nil, *request.Body)
	return gen.CreateTicketDefault201JSONResponse(saved), err
}

func (h TicketDefaults) PutTicketDefault(ctx context.Context, request gen.PutTicketDefaultRequestObject) (gen.PutTicketDefaultResponseObject, error) {
	saved, err := h.save(ctx, request.TicketDefaultID, *request.Body)
	return gen.PutTicketDefault200JSONResponse(saved), err
}

// save writes a new profile (id uuid.Nil), or changes one.
func (h TicketDefaults) save(ctx context.Context, id uuid.UUID, asked gen.NewTicketDefault) (gen.TicketDefault, error) {
	saved, err := gate.Make(ctx, h.Store, func(ctx context.Context, tx store.Tx) (saved gen.TicketDefault, err error) {
		of, err := integrations.ListPSAs(ctx, tx, &asked.IntegrationID)
		if err != nil {
			return saved, err
		}
		if len(of) == 0 {
			return saved, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "integration_id", Message: "There is no such ticket system."})
		}
		vendor, _ := vendors.Find(h.PSAs, of[0].Kind)
		wanted, wrong := readProfile(asked, vendor)
		if len(wrong) > 0 {
			return saved, problem.Invalid(problem.ValidationFailed, wrong...)
		}
		if id != uuid.Nil && gate.Row[tickets.DefaultRow](ctx).IntegrationID != asked.IntegrationID {
			return saved, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "integration_id", Message: "A profile stays with its ticket system: make another one for this."})
		}
		var one tickets.Default
		var before any
		action := "ticket_default.changed"
		if wanted.ID = id; id == uuid.Nil {
			action = "ticket_default.created"
			if one, err = tickets.CreateDefault(ctx, tx, wanted, h.Now()); err != nil {
				return saved, err
			}
		} else {
			was, err := tickets.GetDefault(ctx, tx, id)
			if err != nil {
				return saved, err
			}
			before = profileAudited(was)
			if one, err = tickets.UpdateDefault(ctx, tx, wanted); err != nil {
				return saved, err
			}
		}
		return ticketDefaultAnswer(one), gate.Audit(ctx, tx, store.AuditEntry{Action: action, SubjectKind: "ticket_default", SubjectID: one.ID.String(), Details: gate.Differences(before, profileAudited(one))})
	})
	if errors.Is(err, store.ErrConflict) {
		taken := problem.Invalid(problem.Conflict, problem.Field{Field: "name", Message: "Another profile has this name already."})
		taken.Detail = "Another profile has this name already."
		err = taken
	}
	return saved, err
}

// readProfile takes a profile whose fields are those of its PSA.
func readProfile(asked gen.NewTicketDefault, vendor integration.Vendor) (d tickets.Default, wrong []problem.Field) {
	name, wrong := respond.ReadName("name", asked.Name)
	d = tickets.Default{Integration: store.Ref{ID: asked.IntegrationID}, Name: name, Fields: ticket.Defaults{}, Labels: map[string]string{}}
	say := func(field, message string) {
		wrong = append(wrong, problem.Field{Field: "fields." + field, Message: message})
	}
	for field, id := range asked.Fields {
		id = strings.TrimSpace(id)
		switch {
		case !slices.ContainsFunc(vendor.Fields, func(f integration.Field) bool { return f.Name == field }):
			say(field, vendor.Name+" has no such field.")
		case id != "":
			d.Fields[field] = id
			if label := strings.TrimSpace(respond.Value(asked.Labels)[field]); label != "" {
				d.Labels[field] = label
			}
		}
	}
	for _, f := range vendor.Fields {
		_, chosen := d.Fields[f.Name]
		_, parent := d.Fields[f.Of]
		switch {
		case f.Required && !chosen:
			say(f.Name, f.Label+" is needed.")
		case chosen && f.Of != "" && !parent:
			say(f.Name, "Choose what it belongs to first.")
		}
	}
	return d, wrong
}

func (h TicketDefaults) ArchiveTicketDefault(ctx context.Context, request gen.ArchiveTicketDefaultRequestObject) (gen.ArchiveTicketDefaultResponseObject, error) {
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		archived, err := tickets.RetireDefault(ctx, tx, request.TicketDefaultID, h.Now())
		if err != nil || !archived {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "ticket_default.archived", SubjectKind: "ticket_default", SubjectID: request.TicketDefaultID.String()})
	})
	if used, is := errors.AsType[*tickets.ErrInUse](err); is {
		err = problem.New(problem.Conflict, "This profile is used by the SMS channel "+strings.Join(used.Channels, ", ")+". Choose another one there first.")
	}
	return gen.ArchiveTicketDefault204Response{}, err
}

func (h TicketDefaults) RestoreTicketDefault(ctx context.Context, request gen.RestoreTicketDefaultRequestObject) (gen.RestoreTicketDefaultResponseObject, error) {
	one, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (tickets.Default, error) {
		one, fresh, err := tickets.RestoreDefault(ctx, tx, request.ArchivedTicketDefaultID)
		if err != nil || !fresh {
			return one, err
		}
		return one, gate.Audit(ctx, tx, store.AuditEntry{Action: "ticket_default.restored", SubjectKind: "ticket_default", SubjectID: one.ID.String()})
	})
	switch {
	case errors.Is(err, store.ErrConflict):
		err = problem.New(problem.Conflict, "Another profile has this name by now. Rename that one first.")
	case errors.Is(err, store.ErrNotFound):
		err = problem.New(problem.Conflict, "The ticket system of this profile is not connected any more.")
	}
	return gen.RestoreTicketDefault200JSONResponse(ticketDefaultAnswer(one)), err
}

func (h TicketDefaults) ValidateTicketDefault(ctx context.Context, request gen.ValidateTicketDefaultRequestObject) (gen.ValidateTicketDefaultResponseObject, error) {
	one, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (one tickets.Default, err error) {
		if one, err = tickets.BeginCheck(ctx, tx, request.TicketDefaultID); err != nil {
			return one, err
		}
		return one, gate.Audit(ctx, tx, store.AuditEntry{Action: "ticket_default.validated", SubjectKind: "ticket_default", SubjectID: one.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	if err := h.startCheck(ctx, request.TicketDefaultID); err != nil {
		return nil, errors.Join(err, h.abandon(ctx, request.TicketDefaultID))
	}
	return gen.ValidateTicketDefault202JSONResponse(ticketDefaultAnswer(one)), nil
}

// profileAudited is what somebody chose of a profile, by the names that the PSA shows.
func profileAudited(d tickets.Default) map[string]any {
	return map[string]any{"integration_id": d.Integration.ID, "name": d.Name, "fields": d.Fields, "labels": d.Labels}
}

// checkTimeout bounds the wait for Temporal to take a check.
const checkTimeout = 5 * time.Second

// startCheck starts the check of a ticket default, or has the one that runs look again.
func (h TicketDefaults) startCheck(ctx context.Context, id uuid.UUID) error {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	if err := h.Dispatch.SignalTicketDefaultCheck(ctx, gate.ActorOf(ctx).Tenant, id); err != nil {
		h.Log.Warn("a ticket default could not be checked", "error", err)
		return problem.New(problem.Unavailable, "The check could not be started. Try again in a few seconds.")
	}
	return nil
}

// abandon leaves a profile unchecked whose check could not be started.
func (h TicketDefaults) abandon(ctx context.Context, id uuid.UUID) error {
	return h.Store.InTenant(context.WithoutCancel(ctx), gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error { return tickets.AbandonCheck(ctx, tx, id) })
}

func ticketDefaultAnswer(d tickets.Default) gen.TicketDefault {
	return gen.TicketDefault{
		ID: d.ID, Integration: gen.Ref(d.Integration), Name: d.Name, Fields: d.Fields, Labels: d.Labels, Status: gen.TicketDefaultStatus(d.Status),
		Problem: respond.Present(d.Problem), MissingRight: respond.Present(d.MissingRight), LeftoverTicket: respond.Present(d.Leftover), CheckedAt: d.CheckedAt,
	}
}
