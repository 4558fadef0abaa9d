package messages

import (
	"countersign/api/gen"
	"countersign/store/conversations"
)

func smsChannelAnswer(c conversations.Channel) gen.SMSChannel {
	answer := gen.SMSChannel{
		ID: c.ID, Name: c.Name, Number: c.Number, IntegrationID: c.Integration, TicketDefaultID: c.Profile, UsersMayStart: c.UsersMayStart, ConfirmMessages: c.ConfirmMessages, DefaultCompanyID: c.DefaultCompany,
	}
	if len(c.Defaults) > 0 {
		answer.TicketDefaults = new(map[string]string(c.Defaults))
	}
	if c.PublicNotes {
		answer.PublicNotes = &c.PublicNotes
	}
	if len(c.NotifyUsers) > 0 {
		answer.NotifyUsers = &c.NotifyUsers
	}
	return answer
}
