package stories

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

type way struct {
	Channel   string `json:"channel"`
	AddressID string `json:"address_id"`
	Masked    string `json:"masked"`
	Available bool   `json:"available"`
	Reason    string `json:"reason"`
}

func waysTo(t *testing.T, contact string) map[string]way {
	t.Helper()
	var body struct{ Items []way }
	stack.Desk(t).Do(t, http.MethodGet, "/contacts/"+contact+"/channels", nil).Into(t, &body)
	byChannel := map[string]way{}
	for _, w := range body.Items {
		if _, seen := byChannel[w.Channel]; !seen {
			byChannel[w.Channel] = w
		}
	}
	return byChannel
}

func TestAClosedWaySaysWhy(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	mailOnly := desk.Add(map[string]any{"name": "Daniel Weber", "company_id": desk.Company, "email": "daniel.weber@client.example"})
	ways := waysTo(t, mailOnly)
	require.True(t, ways["email_code"].Available)
	require.False(t, ways["sms_code"].Available)
	require.Contains(t, ways["sms_code"].Reason, "mobile")

	reply := desk.Do(t, http.MethodPost, "/verifications", map[string]any{"contact_id": mailOnly, "channel": "sms_code"})
	require.Equal(t, http.StatusConflict, reply.Status)
	require.Equal(t, "channel_unavailable", reply.Code(t))
}

func TestANumberOfAnotherCountryIsRefused(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	far := desk.Add(map[string]any{"name": "Emi Sato", "company_id": desk.Company, "mobile": "+819012345678"})
	require.False(t, waysTo(t, far)["sms_code"].Available)
	reply := desk.Do(t, http.MethodPost, "/verifications", map[string]any{"contact_id": far, "channel": "sms_code"})
	require.Equal(t, http.StatusConflict, reply.Status)
	require.Equal(t, "country_not_allowed", reply.Code(t))
}

func TestStopClosesTheNumberAndIsLearntFromTheCarrier(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	stack.Sandbox().Do(t, http.MethodPost, "/_sandbox/sms", map[string]any{"from": ana.Mobile, "to": stack.VerificationNumber, "body": "STOP", "lost": true})
	call := desk.Verify(ana).BySMS()
	require.Eventually(t, func() bool { v := call.Now(); return len(v.Sends) > 0 && v.Sends[0].Status == "failed" }, patience, tick)
	require.False(t, waysTo(t, ana.ID)["sms_code"].Available)
	require.Contains(t, waysTo(t, ana.ID)["sms_code"].Reason, "STOP")
	require.Equal(t, http.StatusOK, call.SendAgain("email_code").Status, "another way stays open at once")
	require.True(t, call.Check(ana.ReadsEmail(1)).Accepted)
	require.Equal(t, http.StatusConflict, desk.Verify(ana).Try("sms_code").Status, "once it is known no provider is asked")
	for _, message := range stack.Messages(t, ana.Mobile) {
		require.Contains(t, message.Body, "unsubscribed", "nothing but the carrier's own word reaches who said STOP")
	}
}

func TestATechnicianCannotTypeADestination(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana, mallory := desk.Contact("Ana Torres"), desk.Contact("Mallory Fox")
	foreign := waysTo(t, mallory.ID)["sms_code"].AddressID
	reply := desk.Verify(ana).With("address_id", foreign).Try("sms_code")
	require.Equal(t, http.StatusNotFound, reply.Status)
	reply = desk.Verify(ana).With("to", mallory.Mobile).Try("sms_code")
	require.NotEqual(t, http.StatusCreated, reply.Status)
	require.Empty(t, stack.Messages(t, mallory.Mobile))
}

func TestAnotherPersonThanTheTicketsAsksForANote(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana, boss := desk.Contact("Ana Torres"), desk.Contact("Olivia Boss")
	request := desk.Verify(boss).For("1").With("ticket_contact_id", ana.ID)
	reply := request.Try("sms_code")
	require.Equal(t, http.StatusUnprocessableEntity, reply.Status)
	require.Equal(t, "note_required", reply.Code(t))
	request.With("note", "Manager approval").BySMS()
	desk.Policy(map[string]any{"note_required": false})
	carl := desk.Contact("Carl Diaz")
	desk.Verify(carl).With("ticket_id", nil).With("ticket_contact_id", ana.ID).BySMS()
}
