package messages

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/vendors"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/conversations"
	"countersign/store/settings"
)

// SMSChannels answers for the numbers that clients write to.
type SMSChannels struct {
	Store *store.Store
	Now   func() time.Time
	PSAs  vendors.Opener // nil: nobody can be asked what a ticket system knows
}

func (h SMSChannels) ListSMSChannels(ctx context.Context, _ gen.ListSMSChannelsRequestObject) (gen.ListSMSChannelsResponseObject, error) {
	channels, err := gate.InTenant(ctx, h.Store, conversations.ListChannels)
	return gen.ListSMSChannels200JSONResponse{Items: list.Of(channels, smsChannelAnswer)}, err
}

func (h SMSChannels) CreateSMSChannel(ctx context.Context, request gen.CreateSMSChannelRequestObject) (gen.CreateSMSChannelResponseObject, error) {
	saved, err := h.save(ctx, uuid.Nil, *request.Body)
	return gen.CreateSMSChannel201JSONResponse(saved), err
}

func (h SMSChannels) PutSMSChannel(ctx context.Context, request gen.PutSMSChannelRequestObject) (gen.PutSMSChannelResponseObject, error) {
	saved, err := h.save(ctx, request.SmsChannelID, *request.Body)
	return gen.PutSMSChannel200JSONResponse(saved), err
}

// save writes a new channel (id uuid.Nil), or changes one.
func (h SMSChannels) save(ctx context.Context, id uuid.UUID, asked gen.SMSChannelSettings) (gen.SMSChannel, error) {
	if err := h.checkFields(ctx, asked); err != nil {
		return gen.SMSChannel{}, channelProblem(err)
	}
	saved, err := gate.Make(ctx, h.Store, func(ctx context.Context, tx store.Tx) (saved gen.SMSChannel, err error) {
		c, wrong := readChannel(asked)
		if len(wrong) > 0 {
			return saved, problem.Invalid(problem.ValidationFailed, wrong...)
		}
		if err := checkNumber(ctx, tx, c.Number); err != nil {
			return saved, err
		}
		if c, err = conversations.WithProfile(ctx, tx, c); err != nil {
			return saved, err
		}
		var before any
		action := "sms_channel.changed"
		if c.ID = id; id == uuid.Nil {
			action = "sms_channel.created"
			if c.ID, err = conversations.CreateChannel(ctx, tx, c, h.Now()); err != nil {
				return saved, err
			}
		} else {
			was, err := conversations.GetChannel(ctx, tx, id)
			if err != nil {
				return saved, err
			}
			before = smsChannelAnswer(was)
			if err := conversations.UpdateChannel(ctx, tx, c); err != nil {
				return saved, err
			}
		}
		now, err := conversations.GetChannel(ctx, tx, c.ID)
		if err != nil {
			return saved, err
		}
		saved = smsChannelAnswer(now)
		return saved, gate.Audit(ctx, tx, store.AuditEntry{
			Action: action, SubjectKind: "sms_channel", SubjectID: c.ID.String(), CompanyID: c.DefaultCompany, Details: gate.Differences(before, saved),
		})
	})
	return saved, channelProblem(err)
}

func (h SMSChannels) ArchiveSMSChannel(ctx context.Context, request gen.ArchiveSMSChannelRequestObject) (gen.ArchiveSMSChannelResponseObject, error) {
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		archived, err := conversations.RetireChannel(ctx, tx, request.SmsChannelID, h.Now())
		if err != nil || !archived {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "sms_channel.archived", SubjectKind: "sms_channel", SubjectID: request.SmsChannelID.String()})
	})
	return gen.ArchiveSMSChannel204Response{}, err
}

func (h SMSChannels) RestoreSMSChannel(ctx context.Context, request gen.RestoreSMSChannelRequestObject) (gen.RestoreSMSChannelResponseObject, error) {
	restored, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (gen.SMSChannel, error) {
		c, err := conversations.GetArchivedChannel(ctx, tx, request.ArchivedSmsChannelID)
		if err != nil {
			return gen.SMSChannel{}, err
		}
		if err := checkNumber(ctx, tx, c.Number); err != nil {
			return gen.SMSChannel{}, err
		}
		fresh, err := conversations.RestoreChannel(ctx, tx, c)
		if err != nil || !fresh {
			return smsChannelAnswer(c), err
		}
		return smsChannelAnswer(c), gate.Audit(ctx, tx, store.AuditEntry{Action: "sms_channel.restored", SubjectKind: "sms_channel", SubjectID: c.ID.String(), CompanyID: c.DefaultCompany})
	})
	if errors.Is(err, conversations.ErrNoSuchTicketSystem) || errors.Is(err, conversations.ErrNoSuchProfile) {
		err = problem.New(problem.Conflict, "The ticket system or ticket default of this channel is gone. Add the channel anew.")
	}
	return gen.RestoreSMSChannel200JSONResponse(restored), channelProblem(err)
}

// checkNumber refuses a number that the operator has not assigned to this MSP: clients would write to it, and be answered from it, in another's name.
func checkNumber(ctx context.Context, tx store.Tx, number string) error {
	own, err := settings.ListSenders(ctx, tx)
	if err != nil || slices.Contains(own.Numbers, number) {
		return err
	}
	message := "There is no number of yours that clients could write to. Ask the operator of this installation to assign one."
	if len(own.Numbers) > 0 {
		message = "This is not a number of yours. Yours: " + strings.Join(own.Numbers, ", ") + "."
	}
	return problem.Invalid(problem.SenderNotYours, problem.Field{Field: "number", Message: message})
}

func smsChannelAnswer(c conversations.Channel) gen.SMSChannel {
	answer := gen.SMSChannel{
		ID: c.ID, Name: c.Name, Number: c.Number, IntegrationID: c.Integration, TicketDefaultID: c.Profile, UsersMayStart: c.UsersMayStart, ConfirmMessages: c.ConfirmMessages, DefaultCompanyID: c.DefaultCompany,
	}
	if len(c.Defaults) > 0 {
		answer.TicketDefaults = new(map[string]string(c.Defaults))
	}
	if c.TicketProblem != "" {
		answer.TicketProblem = &c.TicketProblem
	}
	if c.PublicNotes {
		answer.PublicNotes = &c.PublicNotes
	}
	if len(c.NotifyUsers) > 0 {
		answer.NotifyUsers = &c.NotifyUsers
	}
	return answer
}
