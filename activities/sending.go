// Package activities holds the side effects of workflows, one struct a capability. They talk to ports only: no vendor, no database, no HTTP framework.
package activities

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"

	"countersign/core/channel"
	"countersign/core/keys"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/otp"
	"countersign/core/policy"
	"countersign/core/provider"
	"countersign/core/template"
)

// settleWindow is how long a handed message is left to the attempt that handed it over. Only then may another attempt conclude that the message never left: the
// request has ended by then, and the provider has had as long again to list it.
const settleWindow = 2 * message.RequestTimeout

// Sending hands codes and links to providers, through the send ledger.
type Sending struct {
	Ledger    ledger.Ledger
	Senders   Senders
	Ring      *keys.Ring
	PublicURL string // where links point, without a trailing slash
	Callbacks Callbacks
	From      map[channel.Transport]string // the platform's number and address, for an MSP without its own
	Now       func() time.Time
	Sent      func(name channel.Name, outcome string, took time.Duration) // metrics
}

// Callbacks are the addresses at which the carrier of a transport calls about one message of a connection.
type Callbacks func(transport channel.Transport, connection uuid.UUID, outbound string) message.Callbacks

// SendInput names one send.
type SendInput struct {
	Key          ledger.Key    `json:"key"`
	KeyID        string        `json:"key_id"`
	Channel      channel.Name  `json:"channel"`
	ContactPoint uuid.UUID     `json:"point"`
	At           time.Time     `json:"at"`
	ExpiresAt    time.Time     `json:"expires_at"`
	SendAgainAt  time.Time     `json:"send_again_at,omitzero"`
	TakeLimits   bool          `json:"take_limits"` // not the first send; histories hold it. The ledger counts whatever was not counted before
	Policy       policy.Policy `json:"policy"`
}

// SendOutcome says how far a send came.
type SendOutcome string

// The outcomes.
const (
	Accepted    SendOutcome = "taken"   // the provider has it
	Unknown     SendOutcome = "unknown" // the provider may have it, and cannot be asked
	Refused     SendOutcome = "refused" // it will never be taken: Code tells why
	OverLimit   SendOutcome = "limited" // a limit refuses it: Code and RetryAfter
	RetryLater  SendOutcome = "later"   // it surely has not left, or that can be told later
	NoLongerDue SendOutcome = "closed"  // the verification has ended meanwhile
)

// SendResult is what a send came to. Digest is the keyed hash of the code or number, empty for a link.
type SendResult struct {
	Digest     string        `json:"digest,omitempty"`
	Outcome    SendOutcome   `json:"outcome"`
	Code       string        `json:"code,omitempty"`
	RetryAfter time.Duration `json:"retry_after,omitempty"`
}

// Send is the fast way, run as a local activity: one try, and the outcome as a value. It fails only when our own database does.
func (s *Sending) Send(ctx context.Context, in SendInput) (SendResult, error) {
	started := s.Now()
	result, err := s.send(ctx, in, activity.GetInfo(ctx).WorkflowExecution.RunID)
	if err == nil {
		s.Sent(in.Channel, string(result.Outcome), s.Now().Sub(started))
	}
	return result, err
}

// SendPatiently is the way for a send that could not be made at once: an ordinary activity on its transport's queue, repeated by Temporal.
func (s *Sending) SendPatiently(ctx context.Context, in SendInput) (SendResult, error) {
	result, err := s.Send(ctx, in)
	if err != nil || result.Outcome != RetryLater {
		return result, err
	}
	return result, notYet(result.RetryAfter)
}

func (s *Sending) send(ctx context.Context, in SendInput, runID string) (SendResult, error) {
	secret, err := s.secretOf(in)
	if err != nil {
		return SendResult{}, fatal(err)
	}
	claim, err := s.Ledger.Claim(ctx, ledger.ClaimRequest{
		Key: in.Key, RunID: runID, Channel: in.Channel, ContactPoint: in.ContactPoint, LinkHash: secret.linkHash, At: in.At, ExpiresAt: in.ExpiresAt,
		SendAgainAt: in.SendAgainAt, Policy: in.Policy,
	})
	if err != nil {
		return SendResult{}, err
	}
	result := SendResult{Digest: secret.digest}
	switch claim.State {
	case ledger.Settled:
		result.Outcome = outcomeOf(claim.Status)
	case ledger.Limited:
		result.Outcome, result.Code, result.RetryAfter = OverLimit, claim.Code, claim.RetryAfter
	case ledger.Closed:
		result.Outcome = NoLongerDue
	case ledger.Handed:
		return s.recover(ctx, in, secret, claim, result)
	case ledger.Mine:
		return s.handOver(ctx, in, secret, claim, result)
	default:
		return SendResult{}, fatal(fmt.Errorf("unknown claim state %q", claim.State))
	}
	return result, nil
}

// handOver gives the message to the provider and writes down what the provider said.
func (s *Sending) handOver(ctx context.Context, in SendInput, secret secret, claim ledger.Claim, result SendResult) (SendResult, error) {
	out, err := s.write(in, secret, claim.Content)
	if err != nil {
		return SendResult{}, fatal(err)
	}
	if out.Expired(s.Now()) {
		return s.settle(ctx, in.Key, ledger.Settlement{Status: message.Failed, ErrorCode: message.GaveUp}, result)
	}
	receipt, err := s.Senders.send(ctx, in.Key.Tenant, claim.Content.Account, out)
	if err == nil {
		return s.settle(ctx, in.Key, ledger.Settlement{Status: message.Accepted, ProviderID: receipt.ProviderID}, result)
	}
	switch provider.KindOf(err) {
	case provider.Throttled, provider.Unavailable:
		result.Outcome, result.RetryAfter = RetryLater, provider.RetryAfter(err)
		return result, s.Ledger.Release(context.WithoutCancel(ctx), in.Key, claim.HandedAt)
	case provider.Ambiguous:
		return s.recover(context.WithoutCancel(ctx), in, secret, claim, result)
	default:
		settlement := ledger.Settlement{Status: message.Failed, ErrorCode: provider.CodeOf(err), OptedOut: provider.KindOf(err) == provider.OptedOut}
		return s.settle(ctx, in.Key, settlement, result)
	}
}

// recover finds out what became of a message whose receipt is missing. It asks the account that has it first; only a message that surely never arrived is given back to be sent again.
func (s *Sending) recover(ctx context.Context, in SendInput, secret secret, claim ledger.Claim, result SendResult) (SendResult, error) {
	out, err := s.write(in, secret, claim.Content)
	if err != nil {
		return SendResult{}, fatal(err)
	}
	result.Outcome = RetryLater
	switch f := s.Senders.find(ctx, in.Key.Tenant, claim.Content.Account, out, claim.HandedAt, s.Now()); {
	case f.status != "":
		return s.settle(ctx, in.Key, ledger.Settlement{Status: f.status, ProviderID: f.providerID}, result)
	case f.wait > 0:
		result.RetryAfter = f.wait
		return result, nil
	}
	return result, s.Ledger.Release(ctx, in.Key, claim.HandedAt)
}

func (s *Sending) settle(ctx context.Context, key ledger.Key, settlement ledger.Settlement, result SendResult) (SendResult, error) {
	settlement.At = s.Now()
	result.Outcome, result.Code = outcomeOf(settlement.Status), settlement.ErrorCode
	// The provider has answered: a cancelled caller must not make us forget it.
	return result, s.Ledger.Settle(context.WithoutCancel(ctx), key, settlement)
}

func outcomeOf(status message.Status) SendOutcome {
	switch status {
	case message.Failed:
		return Refused
	case message.Unknown:
		return Unknown
	default:
		return Accepted
	}
}

// secret is what a send proves by: the digits, or the token of a link; with a number match the token leads to where the number is entered, and the digits stay with us.
type secret struct {
	code     string
	digest   string
	link     string
	linkHash []byte
}

func (s *Sending) secretOf(in SendInput) (secret, error) {
	send := otp.Send{KeyID: in.KeyID, Tenant: in.Key.Tenant.String(), Verification: in.Key.Verification.String(), Number: in.Key.Number}
	spec, ok := channel.Of(in.Channel)
	if !ok {
		return secret{}, fmt.Errorf("no such channel %q", in.Channel)
	}
	var made secret
	var err error
	if spec.Proof.Opens() {
		token, err := otp.LinkToken(s.Ring, send)
		if err != nil {
			return secret{}, err
		}
		made.link, made.linkHash = s.PublicURL+"/l/"+token, otp.LinkHash(token)
	}
	var digits string
	switch spec.Proof {
	case channel.Code:
		digits, err = otp.Code(s.Ring, send, in.Policy.CodeLength)
		made.code = digits
	case channel.Match:
		digits, err = otp.MatchNumber(s.Ring, send)
	default:
		return made, nil
	}
	if err != nil {
		return secret{}, err
	}
	made.digest, err = otp.Digest(s.Ring, in.KeyID, send.Verification, digits)
	return made, err
}

// write makes the message. The same send always makes the same message, which is how a provider's list is searched for it.
func (s *Sending) write(in SendInput, secret secret, letter ledger.MessageContent) (message.Outbound, error) {
	transport := transportOf(in.Channel)
	out := message.Outbound{ID: in.Key.Outbound(), Transport: transport, To: letter.To, ExpiresAt: in.ExpiresAt}
	callbacks := s.Callbacks(transport, letter.Integration, out.ID)
	out.CallbackURL = callbacks.Status
	switch transport {
	case channel.Email:
		out.From, out.FromName = cmp.Or(letter.Branding.SenderEmail, s.From[transport]), letter.Branding.SenderName
	case channel.Voice:
		out.From, out.AnswerURL = cmp.Or(letter.Branding.SenderNumber, s.From[transport]), callbacks.Answer
		return out, nil
	default:
		out.From = cmp.Or(letter.Branding.SenderNumber, s.From[transport])
	}
	values := template.Values{
		Code: secret.code, Link: secret.link, Name: letter.Name, MSP: letter.MSP, Technician: letter.Technician,
		Ticket: letter.Ticket, Company: letter.Company, Minutes: strconv.Itoa(letter.Minutes),
	}
	if letter.Branding.Logo != "" {
		values.LogoURL = s.PublicURL + "/brand/" + in.Key.Tenant.String() + "/logo"
	}
	rendered, err := template.Render(template.Kind(in.Channel), letter.Text, letter.Branding, values)
	out.Subject, out.Text, out.HTML = rendered.Subject, rendered.Text, rendered.HTML
	return out, err
}

func transportOf(name channel.Name) channel.Transport {
	spec, _ := channel.Of(name)
	return spec.Transport
}
