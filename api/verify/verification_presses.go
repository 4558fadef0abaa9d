package verify

import (
	"context"
	"errors"
	"log/slog"

	"github.com/google/uuid"

	"countersign/core/otp"
	"countersign/core/verification"
	"countersign/dispatch"
	"countersign/store/verify"
	"countersign/workflows"
)

// Outcome is what came of a press on the page of a link.
type Outcome string

// The outcomes. LinkVoid means that the link does not count any more: the verification has ended, or a newer send has replaced it.
const (
	LinkConfirmed Outcome = "confirmed"
	LinkMismatch  Outcome = "mismatch" // the number is another one; it may be tried again
	LinkDenied    Outcome = "denied"
	LinkVoid      Outcome = "void"
)

// ConfirmLink is "Validate" on the page of a link, or the key that a called person pressed.
func (h Verifications) ConfirmLink(ctx context.Context, tenant, id uuid.UUID, send int) (Outcome, error) {
	return h.fromPage(ctx, tenant, id, workflows.UpdateConfirm, workflows.ConfirmRequest{Verification: id, Send: send})
}

// MatchNumber is a number that the person entered on the page of a link, or wrote back.
func (h Verifications) MatchNumber(ctx context.Context, tenant, id uuid.UUID, send int, number string) (Outcome, error) {
	v, err := h.load(ctx, tenant, id)
	if err != nil {
		return LinkVoid, err
	}
	digest, err := otp.Digest(h.Store.Ring(), v.KeyID, id.String(), number)
	if err != nil {
		return LinkVoid, err
	}
	return h.fromPage(ctx, tenant, id, workflows.UpdateMatch, workflows.MatchRequest{Verification: id, Send: send, Digest: digest})
}

// NotMe is "This was not me" on the page of a link. The link of any send is good enough for a denial.
func (h Verifications) NotMe(ctx context.Context, tenant, id uuid.UUID, _ int) (Outcome, error) {
	return h.fromPage(ctx, tenant, id, workflows.UpdateNotMe, workflows.EndRequest{Verification: id, By: "contact"})
}

// NotMeLate is NotMe once the verification has ended: an alert, and a denial that stands until an Admin clears it.
func (h Verifications) NotMeLate(ctx context.Context, tenant, id uuid.UUID) (Outcome, error) {
	told, mails, err := verify.DenyLate(ctx, h.Store, tenant, id, h.PublicURL, h.Now())
	if err != nil || !told {
		return LinkVoid, err
	}
	h.post(ctx, tenant, mails)
	return LinkDenied, nil
}

// TakeBack is "I pressed that by mistake" on the page of the link that approved: within verification.TakeBackTime the verification is denied as if NotMe had
// been pressed.
func (h Verifications) TakeBack(ctx context.Context, tenant, id uuid.UUID) (Outcome, error) {
	back, err := verify.Recorder{Store: h.Store, Console: h.PublicURL}.TakeBack(ctx, tenant, id, h.Build, h.Now())
	if err != nil || !back.Done {
		return LinkVoid, err
	}
	h.post(ctx, tenant, back.Notices)
	if back.Told != nil && h.SignalTicketWrites != nil {
		h.SignalTicketWrites(*back.Told)
	}
	return LinkDenied, nil
}

// post starts the mails of an alert. The sweep starts those that cannot be started now.
func (h Verifications) post(ctx context.Context, tenant uuid.UUID, mails []uuid.UUID) {
	for _, mail := range mails {
		if err := h.Notify(ctx, tenant, mail); err != nil {
			h.Log.WarnContext(ctx, "an alert waits for the sweep", slog.String("notice", mail.String()), slog.String("error", err.Error()))
		}
	}
}

// fromPage asks the run for what the person pressed and tells the page what came of it.
func (h Verifications) fromPage(ctx context.Context, tenant, id uuid.UUID, update string, request any) (Outcome, error) {
	v, err := h.load(ctx, tenant, id)
	if err != nil || v.Status.Closed() {
		return LinkVoid, err
	}
	answer, err := h.Dispatch.UpdateVerification(ctx, dispatch.VerificationRun{Tenant: tenant, Contact: v.Contact.ID, Verification: id, ID: v.RunID}, update, "", request)
	switch {
	case errors.Is(err, dispatch.ErrGone):
		return LinkVoid, nil
	case err != nil:
		return LinkVoid, err
	case answer.Refusal == "" && answer.Status == verification.Approved:
		return LinkConfirmed, nil
	case answer.Refusal == "" && answer.Status == verification.Pending && update == workflows.UpdateMatch:
		return LinkMismatch, nil
	case answer.Refusal == "" && answer.Reason == verification.NotMe:
		return LinkDenied, nil
	}
	return LinkVoid, nil
}
