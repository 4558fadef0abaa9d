package stories

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestACallerReadsOutTheCodeOfAnSMS(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	require.False(t, ana.Shields()["mobile"].Green())

	call := desk.Verify(ana).BySMS()
	require.Equal(t, "pending", call.Status)
	require.Equal(t, "sms_code", call.Channel)
	require.NotContains(t, call.SentTo, ana.Mobile[3:10], "the number is masked")
	require.Equal(t, 5, call.AttemptsRemaining)
	require.False(t, call.Joined)
	require.True(t, call.Leading)
	require.InDelta(t, 5*time.Minute, time.Until(call.ExpiresAt), float64(time.Minute))

	verdict := call.Check(ana.ReadsSMS(1))
	require.True(t, verdict.Accepted)
	require.Equal(t, "approved", verdict.Status)

	shield := ana.Shields()["mobile"]
	require.True(t, shield.Green())
	require.NotEmpty(t, shield.VerifiedBy)
	require.Equal(t, "48213", shield.TicketID)
	require.False(t, ana.Shields()["email"].Green(), "a shield speaks of its own address only")

	end := call.Now()
	require.Equal(t, "approved", end.Status)
	require.Equal(t, "medium", end.Assurance)
	require.Len(t, end.Sends, 1)
	require.Len(t, stack.Messages(t, ana.Mobile), 1)
}

func TestACallerReadsOutTheCodeOfAnEmail(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ben := desk.Contact("Ben Okafor")
	call := desk.Verify(ben).ByEmail()
	require.True(t, call.Check(ben.ReadsEmail(1)).Accepted)
	require.Equal(t, "low", call.Now().Assurance)
	require.True(t, ben.Shields()["email"].Green())
	message := stack.Await(t, ben.Email, 1)
	require.NotEmpty(t, message.HTML)
	require.NotEmpty(t, message.Subject)
}

func TestACallerHearsTheCodeAfterPressingAKey(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	chiara := desk.Contact("Chiara Rossi")
	call := desk.Verify(chiara).ByVoice()
	code := chiara.Hears(1)
	require.Equal(t, "delivered", call.Now().Sends[0].Status, "somebody pressed the key")
	require.True(t, call.Check(code).Accepted)
	require.Equal(t, "medium", call.Now().Assurance)
	require.True(t, chiara.Shields()["phone"].Green())
}

func TestFiveWrongCodesEndTheCall(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	right := ana.ReadsSMS(1)
	for left := 4; left >= 0; left-- {
		verdict := call.Check(other(right))
		require.False(t, verdict.Accepted)
		require.Equal(t, left, verdict.AttemptsRemaining)
	}
	require.Equal(t, "denied", call.Now().Status)
	reply := call.TryCheck(right)
	require.Equal(t, http.StatusConflict, reply.Status)
	require.Equal(t, "too_many_attempts", reply.Code(t))
	require.False(t, ana.Shields()["mobile"].Green())
}

// other returns digits that are surely not these.
func other(code string) string {
	last := code[len(code)-1]
	return code[:len(code)-1] + string('0'+(last-'0'+1)%10)
}

func TestWhatIsNotACodeIsNotCounted(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	for _, guess := range []string{"", "12345", "1234567", "12345a", "１２３４５", "0x1234", "-12345", "123456' OR 1=1"} {
		reply := call.TryCheck(guess)
		require.Equal(t, http.StatusUnprocessableEntity, reply.Status, guess)
		require.Equal(t, "invalid_code_format", reply.Code(t), guess)
	}
	require.Equal(t, 5, call.Now().AttemptsRemaining)
	code := ana.ReadsSMS(1)
	require.True(t, call.Check(code[:3]+" "+code[3:]).Accepted, "people type blanks")
}

func TestAClosedCallSaysSo(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	code := ana.ReadsSMS(1)
	require.True(t, call.Check(code).Accepted)
	for name, reply := range map[string]int{"check": call.TryCheck(code).Status, "send": call.SendAgain("sms_code").Status, "cancel": call.Cancel().Status} {
		require.Equal(t, http.StatusConflict, reply, name)
	}
	require.Equal(t, "already_closed", call.TryCheck(code).Code(t))
}

func TestASecondCallForTheSamePersonBeginsAnew(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	first := desk.Verify(ana).BySMS()
	old := ana.ReadsSMS(1)
	require.Equal(t, http.StatusOK, first.Cancel().Status)
	require.Equal(t, "cancelled", first.Now().Status)
	second := desk.Verify(ana).BySMS()
	require.NotEqual(t, first.ID, second.ID)
	fresh := ana.ReadsSMS(2)
	require.NotEqual(t, old, fresh)
	require.True(t, second.Check(fresh).Accepted)
}
