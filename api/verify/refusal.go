package verify

import (
	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/core/verification"
	"countersign/store/verify"
	"countersign/workflows"
)

// refusal makes a run's refusal a problem; nil when the run did what it was asked for.
func refusal(answer workflows.Answer) error {
	switch answer.Refusal {
	case "":
		return nil
	case workflows.RefusedClosed:
		return closedProblem(answer.Status, answer.Reason)
	case workflows.RefusedNoCode:
		return problem.New(problem.ChannelUnavailable, "The last message carries a link, not a code: ask them to press Validate on its page, or send a code.")
	}
	if answer.RetryAfter > 0 {
		return problem.Later(problem.Code(answer.Refusal), answer.RetryAfter)
	}
	return problem.New(problem.Code(answer.Refusal), lastSend(answer))
}

func lastSend(answer workflows.Answer) string {
	if answer.Refusal == workflows.RefusedSendLimit {
		return "This verification has used its sends. Cancel it, and start a new one if the person is still on the phone."
	}
	return ""
}

// closedProblem says why nothing more can be done.
func closedProblem(status verification.Status, reason verification.Reason) error {
	if status == verification.Denied && reason == verification.TooManyAttempts {
		return problem.New(problem.TooManyAttempts, "")
	}
	return problem.New(problem.AlreadyClosed, "This verification is "+string(status)+". Start a new one.")
}

func closedRowProblem(row verify.Row) error {
	return closedProblem(verification.Status(row.Status), verification.Reason(respond.Value(row.Reason)))
}
