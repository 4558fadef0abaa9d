package messages

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/phone"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/conversations"
)

// ticketFields are what a channel may say about new tickets.
var ticketFields = []string{
	ticket.FieldBoard, ticket.FieldStatus, ticket.FieldType, ticket.FieldSubtype, ticket.FieldItem, ticket.FieldCategory, ticket.FieldPriority, ticket.FieldSource,
	ticket.FieldCompany, ticket.FieldClosed, ticket.FieldSMSReceived,
}

// readChannel takes the settings of a channel.
func readChannel(asked gen.SMSChannelSettings) (c conversations.Channel, wrong []problem.Field) {
	say := func(field, message string) { wrong = append(wrong, problem.Field{Field: field, Message: message}) }
	name, bad := respond.ReadName("name", asked.Name)
	wrong = append(wrong, bad...)
	if utf8.RuneCountInString(name) > 80 {
		say("name", "Keep the name under 80 characters.")
	}
	number, err := phone.ParseDesk(asked.Number, "")
	if err != nil {
		say("number", "Give the whole number with + and country code, like +14155550100.")
	}
	defaults := ticket.Defaults{}
	for field, id := range respond.Value(asked.TicketDefaults) {
		switch id = strings.TrimSpace(id); {
		case !slices.Contains(ticketFields, field):
			say("ticket_defaults."+field, "There is no such field. There are "+strings.Join(ticketFields, ", ")+".")
		case id != "":
			defaults[field] = id
		}
	}
	return conversations.Channel{
		Name: name, Number: number.E164, Integration: asked.IntegrationID, Profile: asked.TicketDefaultID, Defaults: defaults, UsersMayStart: asked.UsersMayStart,
		ConfirmMessages: asked.ConfirmMessages, DefaultCompany: asked.DefaultCompanyID, NotifyUsers: respond.Value(asked.NotifyUsers), PublicNotes: respond.Value(asked.PublicNotes),
	}, wrong
}

// channelProblem names the field that refers to a missing row or is used by another channel.
func channelProblem(err error) error {
	say := func(code problem.Code, field, message string) error {
		p := problem.Invalid(code, problem.Field{Field: field, Message: message})
		if code == problem.Conflict {
			p.Detail = message
		}
		return p
	}
	switch {
	case errors.Is(err, conversations.ErrNoSuchTicketSystem):
		return say(problem.ValidationFailed, "integration_id", "There is no such ticket system.")
	case errors.Is(err, conversations.ErrNoSuchProfile):
		return say(problem.ValidationFailed, "ticket_default_id", "There is no such ticket default of this ticket system.")
	case errors.Is(err, conversations.ErrNoSuchCompany):
		return say(problem.ValidationFailed, "default_company_id", "There is no such company.")
	case errors.Is(err, conversations.ErrNoSuchUser):
		return say(problem.ValidationFailed, "notify_users", "Somebody in this list does not work here any more.")
	case errors.Is(err, store.ErrConflict):
		return say(problem.Conflict, "number", "Another SMS channel has this number already.")
	}
	return err
}
