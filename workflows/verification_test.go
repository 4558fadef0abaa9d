package workflows_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/testsuite"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/core/record"
	"countersign/core/verification"
	"countersign/workflows"
)

// call is one verification under test, in skipped time.
type call struct {
	*testsuite.TestWorkflowEnvironment
	t         *testing.T
	in        workflows.VerificationInput
	sends     []activities.SendInput
	guesses   []record.Attempt
	concluded []record.Conclusion
	outcome   func(activities.SendInput) activities.SendResult
	lockedOut bool
	answers   map[string]workflows.Answer
	errors    map[string]error
}

func newCall(t *testing.T) *call {
	c := &call{TestWorkflowEnvironment: environment(), t: t, answers: map[string]workflows.Answer{}, errors: map[string]error{}}
	c.outcome = func(in activities.SendInput) activities.SendResult {
		return activities.SendResult{Outcome: activities.Accepted, Digest: digestOf(in.Key.Number)}
	}
	rules := policy.Default()
	c.in = workflows.VerificationInput{
		Tenant: uuid.New(), Verification: uuid.New(), Contact: uuid.New(), Company: uuid.New(), Channel: channel.SMSCode, ContactPoint: uuid.New(),
		Policy: policy.Take(uuid.New(), 1, rules), KeyID: "k1", OpenedAt: c.Now(), EndsAt: c.Now().Add(30 * time.Minute), By: "user/sam",
	}
	c.OnActivity(activities.VerificationSend, mock.Anything, mock.Anything).Return(func(_ context.Context, in activities.SendInput) (activities.SendResult, error) {
		c.sends = append(c.sends, in)
		return c.outcome(in), nil
	}).Maybe()
	c.OnActivity(activities.VerificationRecordAttempt, mock.Anything, mock.Anything).Return(func(_ context.Context, g record.Attempt) (record.AttemptAnswer, error) {
		if c.lockedOut {
			return record.AttemptAnswer{Refused: true, RetryAfter: time.Hour}, nil
		}
		c.guesses = append(c.guesses, g)
		return record.AttemptAnswer{}, nil
	}).Maybe()
	c.OnActivity(activities.VerificationConclude, mock.Anything, mock.Anything).Return(func(_ context.Context, end record.Conclusion) (record.ConcludeAnswer, error) {
		if c.lockedOut && end.Attempt != nil {
			return record.ConcludeAnswer{AttemptAnswer: record.AttemptAnswer{Refused: true, RetryAfter: time.Hour}}, nil
		}
		c.concluded = append(c.concluded, end)
		return record.ConcludeAnswer{}, nil
	}).Maybe()
	return c
}

func digestOf(send int) string { return "digest-of-send-" + string(rune('0'+send)) }

// at makes an update some time after the start; its answer is kept under the name.
func (c *call) at(after time.Duration, name, update string, request any) {
	c.RegisterDelayedCallback(func() {
		c.UpdateWorkflow(update, name, &testsuite.TestUpdateCallback{
			OnAccept: func() {},
			OnReject: func(err error) { c.errors[name] = err },
			OnComplete: func(result any, err error) {
				c.errors[name] = err
				if answer, ok := result.(workflows.Answer); ok {
					c.answers[name] = answer
				}
			},
		}, request)
	}, after)
}

func (c *call) check(after time.Duration, name, digest string) {
	c.at(after, name, workflows.UpdateCheck, workflows.CheckRequest{Verification: c.in.Verification, Digest: digest, By: "user/sam"})
}

func (c *call) sendAgain(after time.Duration, name string, by channel.Name) {
	c.at(after, name, workflows.UpdateSend, workflows.SendRequest{Verification: c.in.Verification, Channel: by, ContactPoint: c.in.ContactPoint, By: "user/sam"})
}

func (c *call) run() workflows.VerificationResult {
	c.ExecuteWorkflow(workflows.Verification, c.in)
	require.True(c.t, c.IsWorkflowCompleted())
	require.NoError(c.t, c.GetWorkflowError())
	var result workflows.VerificationResult
	require.NoError(c.t, c.GetWorkflowResult(&result))
	require.Len(c.t, c.concluded, 1, "an end is recorded exactly once")
	folded := verification.Fold(verification.Rules{MaxAttempts: 5, MaxSends: 5}, c.concluded[0].Facts)
	require.Equal(c.t, c.concluded[0].End, folded, "the recorded facts fold to the recorded end")
	require.Equal(c.t, result.Status, folded.Status)
	return result
}

func TestTheRightCodeApproves(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.check(time.Minute, "right", digestOf(1))
	require.Equal(t, verification.Approved, c.run().Status)
	require.True(t, c.answers["right"].Accepted)
	require.Len(t, c.sends, 1)
	require.False(t, c.sends[0].TakeLimits, "the first send was counted when it was asked for")
}

func TestFiveWrongCodesDeny(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	for i, name := range []string{"1", "2", "3", "4", "5"} {
		c.check(time.Duration(i+1)*time.Second, name, "wrong")
	}
	c.check(5*time.Second, "late", digestOf(1))
	result := c.run()
	require.Equal(t, verification.Denied, result.Status)
	require.Equal(t, verification.TooManyAttempts, result.Reason)
	require.Equal(t, 4, c.answers["1"].AttemptsRemaining)
	require.Equal(t, 0, c.answers["5"].AttemptsRemaining)
	require.False(t, c.answers["late"].Accepted)
}

func TestALockedOutContactIsNotApprovedByTheRightCode(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.lockedOut = true
	c.check(time.Second, "right", digestOf(1))
	require.Equal(t, verification.Expired, c.run().Status)
	require.Equal(t, workflows.RefusedRateLimited, c.answers["right"].Refusal)
	require.Equal(t, time.Hour, c.answers["right"].RetryAfter)
}

func TestTheCodeEndsAfterItsFiveMinutes(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	begun := c.Now()
	require.Equal(t, verification.Expired, c.run().Status)
	require.Equal(t, 5*time.Minute, c.concluded[0].End.ClosedAt.Sub(begun))
}

func TestASendRenewsTheEndAndVoidsTheOldCode(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.sendAgain(4*time.Minute, "again", channel.EmailCode)
	c.check(6*time.Minute, "old", digestOf(1))
	c.check(8*time.Minute, "new", digestOf(2))
	result := c.run()
	require.Equal(t, verification.Approved, result.Status)
	require.False(t, c.answers["old"].Accepted)
	require.True(t, c.answers["new"].Accepted)
	require.True(t, c.sends[1].TakeLimits)
	require.Equal(t, channel.Low, c.concluded[0].End.Assurance)
}

func TestSendsWaitForTheirPause(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.sendAgain(10*time.Second, "early", channel.SMSCode)
	c.at(time.Minute, "cancel", workflows.UpdateCancel, workflows.EndRequest{Verification: c.in.Verification, By: "user/sam"})
	require.Equal(t, verification.Cancelled, c.run().Status)
	require.Equal(t, workflows.RefusedSendLimit, c.answers["early"].Refusal)
	require.Equal(t, 20*time.Second, c.answers["early"].RetryAfter)
	require.Len(t, c.sends, 1)
}

func TestNothingIsSentAfterTheFifthSendNorRunsBeyondHalfAnHour(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	begun := c.Now()
	for i, name := range []string{"2", "3", "4", "5", "6"} {
		c.sendAgain(time.Duration(i+1)*(4*time.Minute+30*time.Second), name, channel.SMSCode)
	}
	require.Equal(t, verification.Expired, c.run().Status)
	require.Len(t, c.sends, 5)
	require.Equal(t, workflows.RefusedSendLimit, c.answers["6"].Refusal)
	require.Zero(t, c.sends[4].SendAgainAt)
	require.LessOrEqual(t, c.concluded[0].End.ClosedAt.Sub(begun), 30*time.Minute)
}

func TestALinkIsConfirmedOnceAndOnlyForItsSend(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.in.Channel = channel.EmailLink
	c.at(time.Second, "other send", workflows.UpdateConfirm, workflows.ConfirmRequest{Verification: c.in.Verification, Send: 2})
	c.check(2*time.Second, "digits", "")
	c.at(3*time.Second, "validate", workflows.UpdateConfirm, workflows.ConfirmRequest{Verification: c.in.Verification, Send: 1})
	result := c.run()
	require.Equal(t, verification.LinkConfirmed, result.Reason)
	require.Equal(t, verification.Pending, c.answers["other send"].Status)
	require.Equal(t, workflows.RefusedNoCode, c.answers["digits"].Refusal)
}

func TestNotMeDenies(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.at(time.Second, "not me", workflows.UpdateNotMe, workflows.EndRequest{Verification: c.in.Verification})
	result := c.run()
	require.Equal(t, verification.Denied, result.Status)
	require.Equal(t, verification.NotMe, result.Reason)
	require.Equal(t, "contact", c.concluded[0].By)
}

func TestAnUpdateForAnotherVerificationIsRejected(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.at(time.Second, "stray", workflows.UpdateCheck, workflows.CheckRequest{Verification: uuid.New(), Digest: digestOf(1)})
	require.Equal(t, verification.Expired, c.run().Status)
	require.ErrorContains(t, c.errors["stray"], "another verification runs")
	require.Empty(t, c.guesses)
}

func TestAThrottledSendIsMadePatientlyAndItsCodeCounts(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.outcome = func(in activities.SendInput) activities.SendResult {
		return activities.SendResult{Outcome: activities.RetryLater, Digest: digestOf(in.Key.Number)}
	}
	c.OnActivity(activities.VerificationSendPatiently, mock.Anything, mock.Anything).Return(activities.SendResult{Outcome: activities.Accepted, Digest: digestOf(1)}, nil).Once()
	c.check(time.Minute, "right", digestOf(1))
	require.Equal(t, verification.Approved, c.run().Status)
}

func TestASendThatNeverLeavesEndsAsFailed(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.outcome = func(activities.SendInput) activities.SendResult {
		return activities.SendResult{Outcome: activities.Refused, Code: "21211", Digest: digestOf(1)}
	}
	result := c.run()
	require.Equal(t, verification.Failed, result.Status)
	require.Equal(t, verification.NotSent, result.Reason)
}

func TestAnEndOutlastsADatabaseOutage(t *testing.T) {
	t.Parallel()
	env := environment()
	c := newCall(t)
	env.OnActivity(activities.VerificationSend, mock.Anything, mock.Anything).Return(activities.SendResult{Outcome: activities.Accepted, Digest: digestOf(1)}, nil)
	tries := 0
	env.OnActivity(activities.VerificationConclude, mock.Anything, mock.Anything).Return(func(context.Context, record.Conclusion) (record.ConcludeAnswer, error) {
		if tries++; tries < 9 {
			return record.ConcludeAnswer{}, errors.New("the database is away")
		}
		return record.ConcludeAnswer{}, nil
	})
	env.ExecuteWorkflow(workflows.Verification, c.in)
	require.NoError(t, env.GetWorkflowError())
	require.Equal(t, 9, tries)
}

func (c *call) match(after time.Duration, name string, send int, digest string) {
	c.at(after, name, workflows.UpdateMatch, workflows.MatchRequest{Verification: c.in.Verification, Send: send, Digest: digest})
}

func TestTheNumberCountsOnlyFromThePersonsSide(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.in.Channel = channel.SMSMatch
	c.check(time.Second, "desk", digestOf(1))
	c.match(2*time.Second, "wrong", 1, "wrong")
	c.match(3*time.Second, "right", 1, digestOf(1))
	result := c.run()
	require.Equal(t, verification.Approved, result.Status)
	require.Equal(t, verification.NumberMatched, result.Reason)
	require.Equal(t, workflows.RefusedNoCode, c.answers["desk"].Refusal, "the technician who reads the number out cannot enter it as well")
	require.Equal(t, 4, c.answers["wrong"].AttemptsRemaining)
	require.Len(t, c.guesses, 1, "the desk's try was none")
}

func TestABareNumberIsNotEnoughForAPolicyThatAsksForMore(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.in.Channel, c.in.Policy.Policy.MinimumAssurance = channel.SMSMatch, channel.Medium
	c.at(time.Second, "bare", workflows.UpdateMatch, workflows.MatchRequest{Verification: c.in.Verification, Send: 1, Digest: digestOf(1), Bare: true})
	c.match(2*time.Second, "page", 1, digestOf(1))
	result := c.run()
	require.Equal(t, verification.Approved, result.Status)
	require.Equal(t, workflows.RefusedNoCode, c.answers["bare"].Refusal)
	require.Equal(t, 5, c.answers["bare"].AttemptsRemaining, "it is no attempt either")
}

func TestANumberOfAnEarlierSendIsNotAGuess(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.in.Channel = channel.SMSMatch
	c.sendAgain(time.Minute, "again", channel.SMSMatch)
	c.match(2*time.Minute, "old", 1, digestOf(1))
	c.match(3*time.Minute, "new", 2, digestOf(2))
	require.Equal(t, verification.Approved, c.run().Status)
	require.Equal(t, workflows.RefusedNoCode, c.answers["old"].Refusal)
	require.Equal(t, 5, c.answers["old"].AttemptsRemaining)
}

func TestAKeyOfTheCalledPhoneApprovesWithHighAssurance(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.in.Channel = channel.CallBack
	c.at(time.Minute, "key", workflows.UpdateConfirm, workflows.ConfirmRequest{Verification: c.in.Verification, Send: 1})
	require.Equal(t, verification.CalledBack, c.run().Reason)
	require.Equal(t, channel.High, c.concluded[0].End.Assurance)
}
