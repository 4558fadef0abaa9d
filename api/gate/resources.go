package gate

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/alerts"
	"countersign/store/auditlog"
	"countersign/store/conversations"
	"countersign/store/integrations"
	"countersign/store/people"
	"countersign/store/techverify"
	"countersign/store/tickets"
	"countersign/store/verify"
)

// loader reads the row that an id of a path names, and adds it to the context for Row. respond.NotFound for one that the actor may not see.
type loader func(ctx context.Context, tx store.Tx, id uuid.UUID) (context.Context, error)

// resources load each kind of x-resources. Each kind has a type of row of its own, by which handlers ask for it.
var resources = map[string]loader{
	"company":      load(people.LoadCompany, func(c people.CompanyRow) *uuid.UUID { return &c.ID }),
	"contact":      load(people.LoadContact, func(c people.ContactRow) *uuid.UUID { return &c.CompanyID }), // one that is not erased
	"verification": load(verify.Load, func(v verify.Row) *uuid.UUID { return &v.CompanyID }),
	"user":         load(account.GetUserRow, ofNoCompany),
	"api-key":      load(account.GetAPIKey, ofNoCompany),

	"technician-verification": load(sharedBy(techverify.Load, techverify.ListCompanies), ofNoCompany),
	"conversation":            load(conversations.Load, companyOfConversation),
	"conversation-template":   load(conversations.LoadTemplate, ofNoCompany),
	"sms-channel":             load(conversations.LoadChannel, ofNoCompany),
	"integration":             load(integrations.Load, ofNoCompany), // one that is not archived
	"ticket-default":          load(tickets.LoadDefault, ofNoCompany),
	"archived-sms-channel":    load(conversations.LoadArchivedChannel, ofNoCompany), // also one that is back
	"archived-ticket-default": load(tickets.LoadArchivedDefault, ofNoCompany),
	"ticket-write":            load(tickets.LoadWrite, ofNoCompany),
	"audit-entry":             load(auditlog.Load, ofNoCompany),
	"alert":                   load(sharedBy(alerts.Load, alerts.ListCompanies), ofNoCompany),
}

type rowKey[T any] struct{}

// Row returns the row of a type that the path names. It belongs to the actor's tenant, and to a company that the actor may see.
func Row[T any](ctx context.Context) T {
	row, _ := ctx.Value(rowKey[T]{}).(T)
	return row
}

// load makes a loader. companyOf is the company whose technicians may see the row; nil lets all of the tenant see it.
func load[T any](read func(ctx context.Context, tx store.Tx, id uuid.UUID) (T, error), companyOf func(T) *uuid.UUID) loader {
	return func(ctx context.Context, tx store.Tx, id uuid.UUID) (context.Context, error) {
		row, err := read(ctx, tx, id)
		if err != nil {
			return ctx, err
		}
		if company := companyOf(row); company != nil && !ActorOf(ctx).Sees(*company) {
			return ctx, respond.NotFound
		}
		return context.WithValue(ctx, rowKey[T]{}, row), nil
	}
}

func ofNoCompany[T any](T) *uuid.UUID { return nil }

// companyOfConversation is never nil: a conversation of an unknown company is hidden from technicians who see some companies only.
func companyOfConversation(c conversations.Row) *uuid.UUID {
	return new(respond.Value(c.CompanyID))
}

// sharedBy reads what several companies share, a request of their number or an alert: it is for the technicians of each.
func sharedBy[T any](read func(context.Context, store.Tx, uuid.UUID) (T, error), companiesOf func(context.Context, store.Tx, uuid.UUID) ([]uuid.UUID, error)) func(context.Context, store.Tx, uuid.UUID) (T, error) {
	return func(ctx context.Context, tx store.Tx, id uuid.UUID) (T, error) {
		row, err := read(ctx, tx, id)
		actor := ActorOf(ctx)
		if err != nil || !actor.Limited {
			return row, err
		}
		companies, err := companiesOf(ctx, tx, id)
		if err == nil && !slices.ContainsFunc(companies, actor.Sees) {
			err = respond.NotFound
		}
		return row, err
	}
}

// paramOf is the path parameter that names a kind of resource.
func paramOf(kind string) string { return strings.ReplaceAll(kind, "-", "_") + "_id" }

func (g *Gate) loadResources(c *gin.Context, op Operation) error {
	if len(op.Resources) == 0 {
		return nil
	}
	request := c.Request.Context()
	loaded, err := InTenant(request, g.store, func(_ context.Context, tx store.Tx) (context.Context, error) {
		rows := request // they outlive the transaction
		for _, kind := range op.Resources {
			id, err := uuid.Parse(c.Param(paramOf(kind)))
			if err != nil {
				return nil, respond.NotFound
			}
			if rows, err = resources[kind](rows, tx, id); err != nil {
				return nil, err
			}
		}
		return rows, nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return respond.NotFound
	}
	if err != nil {
		return err
	}
	c.Request = c.Request.WithContext(loaded)
	return nil
}
