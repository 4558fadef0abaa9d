package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/phone"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
)

// smsChannels answers for the numbers that clients write to.
type smsChannels struct {
	Store     *store.Store
	Now       func() time.Time
	SMSNumber string // the platform's own, E.164; may be empty
}

func (h smsChannels) ListSMSChannels(ctx context.Context, _ gen.ListSMSChannelsRequestObject) (gen.ListSMSChannelsResponseObject, error) {
	answer := gen.ListSMSChannels200JSONResponse{Items: []gen.SMSChannel{}}
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		channels, err := tx.SMSChannels(ctx)
		for _, c := range channels {
			answer.Items = append(answer.Items, smsChannelAnswer(c))
		}
		return err
	})
	return answer, err
}

func (h smsChannels) CreateSMSChannel(ctx context.Context, request gen.CreateSMSChannelRequestObject) (gen.CreateSMSChannelResponseObject, error) {
	c, err := h.save(ctx, uuid.Nil, *request.Body)
	return gen.CreateSMSChannel201JSONResponse(smsChannelAnswer(c)), err
}

func (h smsChannels) PutSMSChannel(ctx context.Context, request gen.PutSMSChannelRequestObject) (gen.PutSMSChannelResponseObject, error) {
	c, err := h.save(ctx, request.SmsChannelID, *request.Body)
	return gen.PutSMSChannel200JSONResponse(smsChannelAnswer(c)), err
}

// save writes a new channel (id uuid.Nil), or changes one.
func (h smsChannels) save(ctx context.Context, id uuid.UUID, asked gen.SMSChannelSettings) (c store.SMSChannel, err error) {
	err = h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		ours, err := h.ourNumber(ctx, tx)
		if err != nil {
			return err
		}
		var wrong []problem.Field
		if c, wrong = readChannel(asked, ours); len(wrong) > 0 {
			return problem.Invalid(problem.ValidationFailed, wrong...)
		}
		if c, err = tx.WithProfile(ctx, c); err != nil {
			return err
		}
		action := "sms_channel.changed"
		if c.ID = id; id == uuid.Nil {
			action = "sms_channel.created"
			c.ID, err = tx.CreateSMSChannel(ctx, c, h.Now())
		} else {
			err = tx.PutSMSChannel(ctx, c)
		}
		if err != nil {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: action, SubjectKind: "sms_channel", SubjectID: c.ID.String(), CompanyID: c.DefaultCompany})
	})
	return c, channelProblem(err)
}

func (h smsChannels) ArchiveSMSChannel(ctx context.Context, request gen.ArchiveSMSChannelRequestObject) (gen.ArchiveSMSChannelResponseObject, error) {
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		archived, err := tx.RetireSMSChannel(ctx, request.SmsChannelID, h.Now())
		if err != nil || !archived {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "sms_channel.archived", SubjectKind: "sms_channel", SubjectID: request.SmsChannelID.String()})
	})
	return gen.ArchiveSMSChannel204Response{}, err
}

// ourNumber is the number that clients of this MSP can write to: its own verification number, or the platform's.
func (h smsChannels) ourNumber(ctx context.Context, tx store.Tx) (string, error) {
	branding, err := tx.Branding(ctx)
	if branding.SenderNumber != "" {
		return branding.SenderNumber, err
	}
	return h.SMSNumber, err
}

// ticketFields are what a channel may say about new tickets.
var ticketFields = []string{
	ticket.FieldBoard, ticket.FieldStatus, ticket.FieldType, ticket.FieldSubtype, ticket.FieldItem, ticket.FieldCategory, ticket.FieldPriority, ticket.FieldSource,
	ticket.FieldCompany, ticket.FieldClosed, ticket.FieldSMSReceived,
}

// readChannel takes the settings of a channel.
func readChannel(asked gen.SMSChannelSettings, ours string) (c store.SMSChannel, wrong []problem.Field) {
	say := func(field, message string) { wrong = append(wrong, problem.Field{Field: field, Message: message}) }
	name, bad := readName("name", asked.Name)
	wrong = append(wrong, bad...)
	if utf8.RuneCountInString(name) > 80 {
		say("name", "Keep the name under 80 characters.")
	}
	number, err := phone.Parse(asked.Number, "")
	switch {
	case err != nil:
		say("number", "Give the whole number with + and country code, like +14155550100.")
	case ours == "":
		say("number", "There is no number of yours that clients could write to. Set the verification number in the branding first.")
	case number.E164 != ours:
		say("number", fmt.Sprintf("This is not a number of yours. Clients can write to %s.", ours))
	}
	defaults := ticket.Defaults{}
	for field, id := range value(asked.TicketDefaults) {
		switch id = strings.TrimSpace(id); {
		case !slices.Contains(ticketFields, field):
			say("ticket_defaults."+field, "There is no such field. There are "+strings.Join(ticketFields, ", ")+".")
		case id != "":
			defaults[field] = id
		}
	}
	return store.SMSChannel{
		Name: name, Number: number.E164, Integration: asked.IntegrationID, Profile: asked.TicketDefaultID, Defaults: defaults, UsersMayStart: asked.UsersMayStart,
		ConfirmMessages: asked.ConfirmMessages, DefaultCompany: asked.DefaultCompanyID, NotifyUsers: value(asked.NotifyUsers),
	}, wrong
}

// channelProblem says which field names something that is not there, or is another channel's.
func channelProblem(err error) error {
	say := func(code problem.Code, field, message string) error {
		p := problem.Invalid(code, problem.Field{Field: field, Message: message})
		if code == problem.Conflict {
			p.Detail = message
		}
		return p
	}
	switch {
	case errors.Is(err, store.ErrNoSuchTicketSystem):
		return say(problem.ValidationFailed, "integration_id", "There is no such ticket system.")
	case errors.Is(err, store.ErrNoSuchProfile):
		return say(problem.ValidationFailed, "ticket_default_id", "There is no such ticket default of this ticket system.")
	case errors.Is(err, store.ErrNoSuchCompany):
		return say(problem.ValidationFailed, "default_company_id", "There is no such company.")
	case errors.Is(err, store.ErrNoSuchUser):
		return say(problem.ValidationFailed, "notify_users", "Somebody in this list does not work here any more.")
	case errors.Is(err, store.ErrConflict):
		return say(problem.Conflict, "number", "Another SMS channel has this number already.")
	}
	return err
}

func smsChannelAnswer(c store.SMSChannel) gen.SMSChannel {
	answer := gen.SMSChannel{
		ID: c.ID, Name: c.Name, Number: c.Number, IntegrationID: c.Integration, TicketDefaultID: c.Profile, UsersMayStart: c.UsersMayStart, ConfirmMessages: c.ConfirmMessages, DefaultCompanyID: c.DefaultCompany,
	}
	if len(c.Defaults) > 0 {
		answer.TicketDefaults = new(map[string]string(c.Defaults))
	}
	if len(c.NotifyUsers) > 0 {
		answer.NotifyUsers = &c.NotifyUsers
	}
	return answer
}
