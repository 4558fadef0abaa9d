package activities

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"

	"countersign/core/conversation"
	"countersign/core/integration"
	"countersign/core/message"
	"countersign/core/provider"
	"countersign/core/ticket"
)

// Conversations does what SMS conversations need besides sending.
type Conversations struct {
	Recorder conversation.Recorder
	Systems  Opener
	Media    Media
	Console  string // the address of the console, without a slash at the end
	Now      func() time.Time
}

// Media opens the account that holds a received file: an MSP's own, or the platform's for uuid.Nil. It makes no request.
type Media func(ctx context.Context, tenant, account uuid.UUID) (message.MediaFetcher, error)

const (
	// pictureTries is how often a picture is asked for before it is given up.
	pictureTries = 6
	// absentTries is how often one is that is not there: a carrier may tell of a picture before it can be read. With the pauses between, about a minute.
	absentTries = 7
	// refusedPause is how long to wait for an Admin to correct a channel.
	refusedPause = 2 * time.Minute
	// pictureTimeout bounds the fetch of one.
	pictureTimeout = 15 * time.Second
)

// DueInConversation tells what a conversation waits for.
func (c *Conversations) DueInConversation(ctx context.Context, tenant, id uuid.UUID) (conversation.Due, error) {
	return c.Recorder.Due(ctx, tenant, id)
}

// AnnounceConversation writes the mails to colleagues about a new conversation, and names them.
func (c *Conversations) AnnounceConversation(ctx context.Context, tenant, id uuid.UUID) ([]uuid.UUID, error) {
	return c.Recorder.Announce(ctx, tenant, id, c.Console)
}

// RemindOfConversation writes the mails about messages that nobody has read, and names them.
func (c *Conversations) RemindOfConversation(ctx context.Context, tenant, id uuid.UUID) (conversation.Reminded, error) {
	return c.Recorder.Remind(ctx, tenant, id, c.Console)
}

// AnswerFirst writes the first answer.
func (c *Conversations) AnswerFirst(ctx context.Context, tenant, id uuid.UUID) error {
	return c.Recorder.AnswerFirst(ctx, tenant, id)
}

// NoteMessages moves what is old enough into the queue of the ticket.
func (c *Conversations) NoteMessages(ctx context.Context, tenant, id uuid.UUID) (conversation.Noted, error) {
	return c.Recorder.NoteMessages(ctx, tenant, id)
}

// OpenTicket opens the ticket of a conversation once. Every try is claimed in the row, and looked for before it is repeated: also by another run.
// A ticket that is refused as it is asked for is asked for again, with what the channel says then.
func (c *Conversations) OpenTicket(ctx context.Context, tenant, id uuid.UUID) error {
	order, err := c.Recorder.TicketOrder(ctx, tenant, id)
	if err != nil || order.TicketID != "" {
		return err
	}
	system, err := integration.As[ticket.System](c.Systems.Open(ctx, tenant, order.Integration))
	if err != nil {
		return notYet(pauseOf(err))
	}
	made, err := c.openedBefore(ctx, system, order)
	if err != nil {
		return err
	}
	if made == "" {
		mine, err := c.Recorder.TryTicket(ctx, tenant, id, order.TriedAt, c.Now().UTC().Truncate(time.Microsecond))
		if err != nil {
			return err
		}
		if !mine {
			return notYet(appears)
		}
		if made, err = c.create(ctx, system, order.New, tenant, id); err != nil {
			return err
		}
	}
	return c.Recorder.SetTicket(context.WithoutCancel(ctx), tenant, id, made)
}

// openedBefore looks for the ticket of an earlier try. An empty id without an error says that there is none and will be none: it may be tried again.
func (c *Conversations) openedBefore(ctx context.Context, system ticket.System, order conversation.TicketOrder) (string, error) {
	if order.TriedAt.IsZero() {
		return "", nil
	}
	bounded, cancel := context.WithTimeout(ctx, deskTimeout)
	defer cancel()
	made, found, err := system.FindTicket(bounded, order.New.Reference)
	if err != nil {
		return "", notYet(max(pauseOf(err), repeatPause)) // nothing is opened while the outcome is unknown
	}
	if found {
		return made.ID, nil
	}
	if wait := order.TriedAt.Add(appears).Sub(c.Now()); wait > 0 {
		return "", notYet(wait)
	}
	return "", nil
}

// create opens the ticket. What its ticket system refuses is a matter of the channel's settings: the channel says why, and the ticket is asked for again.
func (c *Conversations) create(ctx context.Context, system ticket.System, n ticket.New, tenant, id uuid.UUID) (string, error) {
	bounded, cancel := context.WithTimeout(ctx, deskTimeout)
	defer cancel()
	made, err := system.Create(bounded, n)
	switch {
	case err == nil:
		return made.ID, nil
	case !errors.Is(err, ticket.ErrNotFound) && (waits(err) || provider.KindOf(err) == provider.Ambiguous):
		return "", notYet(pauseOf(err))
	}
	reason := ticket.Problem(err)
	if errors.Is(err, ticket.ErrNotFound) {
		reason = "The ticket system does not know something that this channel names."
	}
	if err := c.Recorder.TicketRefused(context.WithoutCancel(ctx), tenant, id, reason); err != nil {
		return "", err
	}
	return "", notYet(refusedPause)
}

// JudgePictures looks at what came with a message and decides what goes into the ticket.
func (c *Conversations) JudgePictures(ctx context.Context, tenant, message uuid.UUID) error {
	pictures, err := c.Recorder.Pictures(ctx, tenant, message)
	if err != nil {
		return err
	}
	for i, p := range pictures {
		if p.Accepted != nil {
			continue
		}
		judged, err := c.judge(ctx, tenant, p)
		if err != nil {
			return err
		}
		pictures[i] = judged
	}
	return c.Recorder.SetPictures(ctx, tenant, message, pictures)
}

func (open Media) fetch(ctx context.Context, tenant uuid.UUID, p conversation.Picture) (contentType string, body []byte, err error) {
	fetcher, err := open(ctx, tenant, p.Account)
	if err != nil {
		return "", nil, err
	}
	return fetcher.Fetch(ctx, p.URL, conversation.MaxPicture)
}

func (c *Conversations) judge(ctx context.Context, tenant uuid.UUID, p conversation.Picture) (conversation.Picture, error) {
	bounded, cancel := context.WithTimeout(ctx, pictureTimeout)
	defer cancel()
	contentType, body, err := c.Media.fetch(bounded, tenant, p)
	attempt := activity.GetInfo(ctx).Attempt
	switch {
	case err == nil:
		return conversation.Judge(p, contentType, body), nil
	case attempt < absentTries && errors.Is(err, message.ErrAbsent), attempt < pictureTries && (waits(err) || provider.KindOf(err) == provider.Ambiguous):
		return p, notYet(pauseOf(err))
	default:
		return conversation.Refuse(p, "It could not be fetched."), nil
	}
}
