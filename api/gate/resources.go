package gate

import (
	"context"
	"errors"
	"slices"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/alerts"
	"countersign/store/conversations"
	"countersign/store/integrations"
	"countersign/store/people"
	"countersign/store/techverify"
	"countersign/store/tickets"
	"countersign/store/verify"
)

// loaded holds the rows that the ids of a path name. Every one of them belongs to the actor's tenant, and to a company the actor may see.
type loaded struct {
	company      people.CompanyRow
	contact      people.ContactRow
	verification verify.Row
	user         account.UserRow
	apiKey       account.APIKey

	technicianVerification techverify.Row
	conversation           conversations.Row
	conversationTemplate   conversations.TemplateRow
	smsChannel             conversations.ChannelRow
	integration            integrations.Row
	ticketDefault          tickets.DefaultRow
	ticketWrite            tickets.WriteRow
	alert                  alerts.Row
}

type loadedKey struct{}

func loadedOf(ctx context.Context) loaded {
	rows, _ := ctx.Value(loadedKey{}).(loaded)
	return rows
}

// CompanyOf returns the company that the path names.
func CompanyOf(ctx context.Context) people.CompanyRow { return loadedOf(ctx).company }

// ContactOf returns the contact that the path names; it is not erased.
func ContactOf(ctx context.Context) people.ContactRow { return loadedOf(ctx).contact }

// VerificationOf returns the verification that the path names.
func VerificationOf(ctx context.Context) verify.Row { return loadedOf(ctx).verification }

// APIKeyOf returns the API key that the path names.
func APIKeyOf(ctx context.Context) account.APIKey { return loadedOf(ctx).apiKey }

// TechnicianVerificationOf returns the technician verification that the path names.
func TechnicianVerificationOf(ctx context.Context) techverify.Row {
	return loadedOf(ctx).technicianVerification
}

// ConversationOf returns the conversation that the path names.
func ConversationOf(ctx context.Context) conversations.Row { return loadedOf(ctx).conversation }

// ConversationTemplateOf returns the template that the path names.
func ConversationTemplateOf(ctx context.Context) conversations.TemplateRow {
	return loadedOf(ctx).conversationTemplate
}

// IntegrationOf returns the PSA that the path names; it is not archived.
func IntegrationOf(ctx context.Context) integrations.Row { return loadedOf(ctx).integration }

// TicketDefaultOf returns the profile that the path names; it is not archived.
func TicketDefaultOf(ctx context.Context) tickets.DefaultRow { return loadedOf(ctx).ticketDefault }

// TicketWriteOf returns the write that the path names.
func TicketWriteOf(ctx context.Context) tickets.WriteRow { return loadedOf(ctx).ticketWrite }

func (g *Gate) loadResources(c *gin.Context, op Operation) error {
	if len(op.Resources) == 0 {
		return nil
	}
	ctx := c.Request.Context()
	actor := ActorOf(ctx)
	var rows loaded
	err := g.store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		for _, kind := range op.Resources {
			id, err := uuid.Parse(c.Param(resourceParams[kind]))
			if err != nil {
				return respond.NotFound
			}
			if err := rows.load(ctx, tx, actor, kind, id); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return respond.NotFound
	}
	if err != nil {
		return err
	}
	c.Request = c.Request.WithContext(context.WithValue(ctx, loadedKey{}, rows))
	return nil
}

func (rows *loaded) load(ctx context.Context, tx store.Tx, actor Actor, kind string, id uuid.UUID) (err error) {
	switch kind {
	case "company":
		rows.company, err = people.LoadCompany(ctx, tx, id)
		return seen(actor, rows.company.ID, err)
	case "contact":
		rows.contact, err = people.LoadContact(ctx, tx, id)
		return seen(actor, rows.contact.CompanyID, err)
	case "verification":
		rows.verification, err = verify.Load(ctx, tx, id)
		return seen(actor, rows.verification.CompanyID, err)
	case "user":
		rows.user, err = account.GetUserRow(ctx, tx, id)
		return err
	case "api-key":
		rows.apiKey, err = account.GetAPIKey(ctx, tx, id)
		return err
	case "technician-verification":
		rows.technicianVerification, err = techverify.Load(ctx, tx, id)
		return seenByAny(ctx, tx, actor, id, err, techverify.ListCompanies)
	case "conversation":
		rows.conversation, err = conversations.Load(ctx, tx, id)
		return seen(actor, respond.Value(rows.conversation.CompanyID), err)
	case "conversation-template":
		rows.conversationTemplate, err = conversations.LoadTemplate(ctx, tx, id)
		return err
	case "sms-channel":
		rows.smsChannel, err = conversations.LoadChannel(ctx, tx, id)
		return err
	case "integration":
		rows.integration, err = integrations.Load(ctx, tx, id)
		return err
	case "ticket-default":
		rows.ticketDefault, err = tickets.LoadDefault(ctx, tx, id)
		return err
	case "alert":
		rows.alert, err = alerts.Load(ctx, tx, id)
		return seenByAny(ctx, tx, actor, id, err, alerts.ListCompanies)
	case "ticket-write":
		rows.ticketWrite, err = tickets.LoadWrite(ctx, tx, id)
		return err
	}
	return errors.New("api: nothing loads a " + kind)
}

// seenByAny: what several companies share, a request of their number or an alert, is for the technicians of each.
func seenByAny(ctx context.Context, tx store.Tx, actor Actor, id uuid.UUID, err error, list func(context.Context, store.Tx, uuid.UUID) ([]uuid.UUID, error)) error {
	if err != nil || !actor.Limited {
		return err
	}
	companies, err := list(ctx, tx, id)
	if err == nil && !slices.ContainsFunc(companies, actor.Sees) {
		return respond.NotFound
	}
	return err
}

func seen(actor Actor, company uuid.UUID, err error) error {
	if err == nil && !actor.Sees(company) {
		return respond.NotFound
	}
	return err
}
