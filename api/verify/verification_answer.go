package verify

import (
	"fmt"
	"time"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/channel"
	"countersign/core/list"
	"countersign/core/message"
	"countersign/core/otp"
	"countersign/core/verification"
	"countersign/store/verify"
)

// answerOf shows a verification with what proves both sides to each other: the number for its leader while it is awaited, the words once it was entered. Nobody else sees either.
func (h Verifications) answerOf(v verify.Verification, actor gate.Actor, joined bool) (gen.Verification, error) {
	answer := verificationAnswer(v, actor, joined)
	send := otp.Send{KeyID: v.KeyID, Tenant: actor.Tenant.String(), Verification: v.ID.String(), Number: len(v.Sends)}
	var mutual gen.MutualProof
	var err error
	switch {
	case v.Channel == channel.SMSMatch && v.Status == verification.Pending && answer.Leading:
		var number string
		number, err = otp.MatchNumber(h.Store.Ring(), send)
		mutual.Number = &number
	case v.Reason == verification.NumberMatched && answer.Leading: // a watcher has no caller to compare them with
		var words string
		words, err = otp.Words(h.Store.Ring(), send)
		mutual.Words = &words
	default:
		return answer, nil
	}
	answer.Mutual = &mutual
	return answer, err
}

// verificationAnswer shows a verification to an actor.
func verificationAnswer(v verify.Verification, actor gate.Actor, joined bool) gen.Verification {
	leading := leads(actor, v)
	answer := gen.Verification{
		ID: v.ID, Status: gen.VerificationStatus(v.Status), Channel: gen.ChannelName(v.Channel), SentTo: v.SentTo,
		ExpiresAt: v.ExpiresAt, EndsAt: v.EndsAt, SendAgainAt: v.SendAgainAt, AttemptsRemaining: max(v.MaxAttempts-v.Attempts, 0),
		Joined: joined, Leader: v.Leader.Name, Actor: new(respond.Actor(v.Leader)), Leading: leading, Assurance: gen.Assurance(v.Assurance), CodeLength: &v.CodeLength,
		Contact: gen.Ref{ID: v.Contact.ID, Name: v.Contact.Name}, Company: gen.Ref{ID: v.Company.ID, Name: v.Company.Name}, AddressID: &v.ContactPointID,
		TicketID: respond.Present(v.TicketID), TicketIntegrationID: v.TicketPSA, Note: respond.Present(v.Note), OpenedAt: v.OpenedAt, ClosedAt: v.ClosedAt,
		Sends: list.Of(v.Sends, sendAnswer),
	}
	if !leading && v.Status == verification.Pending {
		answer.Warning = respond.Present(watchingWarning(v.Leader.Name))
	}
	if v.Reason != "" {
		code := gen.VerificationReasonCode(v.Reason)
		answer.ReasonCode, answer.Reason = &code, respond.Present(reasons[v.Reason])
	}
	if len(v.AttemptLog) > 0 {
		attempts := attemptAnswers(v.AttemptLog)
		answer.Attempts = &attempts
	}
	return answer
}

// withRecord adds what only the record of one verification tells.
func withRecord(answer gen.Verification, told verify.Record) gen.Verification {
	answer.PolicyVersion = &told.PolicyVersion
	if told.Ended != nil {
		answer.EndedBy = new(respond.Actor(told.Ended.By))
	}
	if len(told.Joined) > 0 {
		joined := make([]struct {
			Actor gen.Actor `json:"actor"`
			At    time.Time `json:"at"`
		}, len(told.Joined))
		for i, act := range told.Joined {
			joined[i].Actor, joined[i].At = respond.Actor(act.By), act.At
		}
		answer.JoinedBy = &joined
	}
	return answer
}

// watchingWarning tells a colleague why the verdict of this verification says nothing about their own caller.
func watchingWarning(leader string) string {
	return fmt.Sprintf("%s is verifying this person on another call right now. If somebody on your line claims to be the same person, one of the two is not.", leader)
}

// leads tells whether the verdict belongs to this actor's call.
func leads(actor gate.Actor, v verify.Verification) bool {
	return v.Leader.Kind == string(actor.Kind) && v.Leader.ID == actor.ID
}

func leadsRow(actor gate.Actor, row verify.Row) bool {
	return row.LeaderKind == string(actor.Kind) && row.LeaderID == actor.ID
}

var reasons = map[verification.Reason]string{
	verification.CodeAccepted:    "The caller read out the right code",
	verification.LinkConfirmed:   "The person pressed Validate",
	verification.NumberMatched:   "The person entered the number they were told",
	verification.CalledBack:      "The person picked up on the number on file and pressed the key",
	verification.TooManyAttempts: "Too many wrong codes",
	verification.NotMe:           "The person says they are not on a call with us",
	verification.CodeExpired:     "Nobody answered in time",
	verification.CancelledByDesk: "Cancelled by the help desk",
	verification.NotSent:         "Nothing could be sent",
	verification.Lost:            "It could not be carried on after a failure on our side",
}

func sendAnswer(s verify.Send) gen.Send {
	status := gen.SendStatus(s.Status)
	if s.Status == message.Claimed {
		status = gen.SendStatusSending
	}
	return gen.Send{Number: s.Number, Channel: gen.ChannelName(s.Channel), Masked: s.Masked, Status: status, At: s.At, Reason: respond.Present(sendReason(s))}
}

// sendReason says in words why it is not certain that a send arrived.
func sendReason(s verify.Send) string {
	switch {
	case s.Status == message.Unknown:
		return "We do not know whether it arrived. Ask the person; if not, send again."
	case s.Status != message.Failed:
		return ""
	}
	return message.Failure(s.ErrorCode)
}

func attemptAnswers(attempts []verify.Attempt) []struct {
	Accepted bool      `json:"accepted"`
	At       time.Time `json:"at"`
	Number   int       `json:"number"`
} {
	answers := make([]struct {
		Accepted bool      `json:"accepted"`
		At       time.Time `json:"at"`
		Number   int       `json:"number"`
	}, len(attempts))
	for i, g := range attempts {
		answers[i].Accepted, answers[i].At, answers[i].Number = g.Accepted, g.At, g.Number
	}
	return answers
}
