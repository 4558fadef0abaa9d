package stories

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

// TestTimePasses tells what takes minutes, days and weeks, one after the other, on a stack of its own: tests that share a stack share its time.
func TestTimePasses(t *testing.T) {
	t.Parallel()
	stack := harness.StartMovable(t)

	t.Run("a code runs out", func(t *testing.T) {
		desk := stack.Desk(t)
		ana := desk.Contact("Ana Torres")
		call := desk.Verify(ana).BySMS()
		code := ana.ReadsSMS(1)
		desk.ClockForward(4 * time.Minute)
		require.Equal(t, "pending", call.Now().Status, "five minutes are not over")
		desk.ClockForward(2 * time.Minute)
		require.Eventually(t, func() bool { return call.Now().Status == "expired" }, patience, tick)
		require.Equal(t, "already_closed", call.TryCheck(code).Code(t))
	})

	t.Run("a technician verification runs out", func(t *testing.T) {
		desk := stack.Desk(t)
		ana := desk.Contact("Ana Torres")
		ana.Texts("#verify")
		waiting := ana.AwaitRequest("waiting")
		stack.Await(t, ana.Mobile, 1)
		desk.ClockForward(time.Until(waiting.ExpiresAt) - stack.Ahead(t) + time.Second)
		ana.AwaitRequest("expired")
	})

	t.Run("a changed number cools off", func(t *testing.T) {
		desk := stack.Desk(t)
		ana := desk.Contact("Ana Torres")
		ana.ChangesMobile()
		require.Equal(t, "channel_unavailable", desk.Verify(ana).Try("sms_code").Code(t))
		desk.ClockForward(70 * time.Hour)
		require.Equal(t, "channel_unavailable", desk.Verify(ana).Try("sms_code").Code(t), "three days are not over")
		desk.ClockForward(3 * time.Hour)
		require.True(t, desk.Verify(ana).BySMS().Check(ana.ReadsSMS(1)).Accepted)
		require.True(t, ana.Shields()["mobile"].Green())
	})

	t.Run("a shield goes out", func(t *testing.T) {
		desk := stack.Desk(t)
		ana := desk.Contact("Ana Torres")
		require.True(t, desk.Verify(ana).ByEmail().Check(ana.ReadsEmail(1)).Accepted)
		until := ana.Shields()["email"].VerifiedUntil
		desk.ClockForward(time.Until(until) - stack.Ahead(t) + time.Second)
		require.False(t, ana.Shields()["email"].Green())
	})

	t.Run("a closed verification forgets who and where", func(t *testing.T) {
		desk := stack.Desk(t)
		desk.Do(t, http.MethodPut, "/settings", map[string]any{"retention_days": 30, "sends_per_minute": 600, "spend_per_day_cents": 1_000_000, "country": "US"})
		ana := desk.Contact("Ana Torres")
		call := desk.Verify(ana).BySMS()
		require.True(t, call.Check(ana.ReadsSMS(1)).Accepted)
		where := call.Now().Sends[0].Masked
		require.Contains(t, where, ana.Mobile[len(ana.Mobile)-2:])
		desk.ClockForward(31 * 24 * time.Hour)
		require.Eventually(t, func() bool { return call.Now().Sends[0].Masked != where }, time.Minute, tick, "the next sweep applies the retention")
	})
}
