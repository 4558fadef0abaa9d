package stories

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

// A fraudster between the two on the phone repeats every word both ways. What each way of verifying does against that is told by the three stories
// of the relay below, and in docs/workflows/verification.md.

func TestTheTechnicianReadsANumberAndBothSeeTheSameWords(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMSMatch()
	number := call.Now().Mutual.Number
	require.Regexp(t, `^[1-9]\d$`, number)
	link := ana.Link(ana.Mobile, 1)
	require.NotContains(t, stack.Messages(t, ana.Mobile)[0].Body, " "+number+" ", "the number travels by voice only")

	require.Equal(t, "channel_unavailable", call.TryCheck("123456").Code(t), "the technician who reads the number cannot enter it")
	status, page := ana.Enters(link, different(number))
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "That is not the number")
	require.Equal(t, 4, call.Now().AttemptsRemaining)

	status, page = ana.Enters(link, number)
	require.Equal(t, http.StatusOK, status)
	end := call.Now()
	require.Equal(t, "approved", end.Status)
	require.Equal(t, "number_matched", end.ReasonCode)
	require.Equal(t, "medium", end.Assurance)
	require.NotEmpty(t, end.Mutual.Words)
	require.Contains(t, page, end.Mutual.Words)
	require.Empty(t, end.Mutual.Number)
	require.True(t, ana.Shields()["mobile"].Green())
}

func TestAColleagueWhoWatchesDoesNotSeeTheNumber(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMSMatch()
	require.NotEmpty(t, call.Now().Mutual.Number)
	other := desk.Seat("verifications:read")
	require.NotContains(t, other.Do(t, http.MethodGet, "/verifications/"+call.ID, nil).JSON(t), "mutual")
}

func TestACallBackConnectsThePersonWithTheHelpDesk(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	desk.Policy(map[string]any{"call_back_to": deskLine})
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).ByCallBack()
	heard := ana.PicksUp(ana.Mobile, 1, "1", "[connected with "+deskLine+"]")
	require.Contains(t, heard, "48213", "the call names the ticket")
	end := call.Now()
	require.Equal(t, "approved", end.Status)
	require.Equal(t, "called_back", end.ReasonCode)
	require.Equal(t, "high", end.Assurance)
}

func TestACallBackIsRefusedByAKeyOrByNobody(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	desk.Policy(map[string]any{"call_back_to": deskLine})
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).ByCallBack()
	heard := ana.PicksUp(ana.Mobile, 1, "9", "We told the help desk")
	require.NotContains(t, heard, "[connected with")
	require.Equal(t, "not_me", call.Now().ReasonCode)
	desk.ReadsAlert(desk.Client)
}

func TestAPolicyAsksForHighAssurance(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	desk.Policy(map[string]any{"minimum_assurance": "high", "call_back_to": deskLine})
	ana := desk.Contact("Ana Torres")
	for _, channel := range []string{"sms_code", "sms_match", "email_link", "voice_code"} {
		require.Equal(t, "channel_unavailable", desk.Verify(ana).Try(channel).Code(t), channel)
	}
	desk.Verify(ana).ByCallBack()
}

// relay is a fraudster who has Ana on one phone and the help desk on the other.
type relay struct {
	call *harness.Call
	ana  *harness.Contact
}

func relayed(t *testing.T, channel string) relay {
	t.Helper()
	desk := stack.Desk(t)
	desk.Policy(map[string]any{"call_back_to": deskLine})
	ana := desk.Contact("Ana Torres")
	return relay{call: desk.Verify(ana).By(channel), ana: ana}
}

func TestARelayGetsThroughWithACode(t *testing.T) {
	t.Parallel()
	r := relayed(t, "sms_code")
	// "This is your help desk. Please read me the code you have just got." Ana does, and the fraudster says it on the other phone.
	require.True(t, r.call.Check(r.ana.ReadsSMS(1)).Accepted, "a code does not withstand a relay, and the docs must not say so")
}

func TestARelayGetsThroughWithANumberUnlessSomebodyReads(t *testing.T) {
	t.Parallel()
	r := relayed(t, "sms_match")
	link := r.ana.Link(r.ana.Mobile, 1)
	// What Ana can notice: the page names who really asks, and for which ticket.
	_, page := r.ana.Opens(link)
	require.Contains(t, page, "48213")
	require.Contains(t, page, "I am not on a call with them")
	// If she does not, the number that the fraudster repeats is right.
	status, _ := r.ana.Enters(link, r.call.Now().Mutual.Number)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "approved", r.call.Now().Status, "a number does not withstand a relay by itself")
}

func TestARelayIsLeftOutOfACallBack(t *testing.T) {
	t.Parallel()
	r := relayed(t, "call_back")
	// The call goes to the number on file, and from there to the help desk: the fraudster is on neither line, with any key that Ana presses.
	heard := r.ana.PicksUp(r.ana.Mobile, 1, "1", "[connected with "+deskLine+"]")
	require.Contains(t, heard, "Hang up that other call")
	for _, message := range stack.Messages(t, r.ana.Mobile) {
		require.NotRegexp(t, `\b\d{6}\b`, message.Body, "nothing was said that could be repeated elsewhere")
	}
	require.Equal(t, "high", r.call.Now().Assurance)
}

const deskLine = "+14155550199"

func different(number string) string {
	if number == "10" {
		return "11"
	}
	return "10"
}
