package stories

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

// mayHoldNames are the tables a screen must search and list by name. No other table holds a contact's name in clear.
var mayHoldNames = map[string]bool{"countersign.contacts": true, "countersign.contact_terms": true}

// typedTicket is what somebody typed as a ticket, who types there what they like.
const typedTicket = "Brindlewick-printer-again"

// TestNothingOfAPersonLeaks walks a person with unmistakable data through every flow and error path, then reads everything that is stored or logged.
func TestNothingOfAPersonLeaks(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	desk.Policy(map[string]any{"send_pauses_seconds": []int{0, 0, 0, 0}, "sends_per_number": 20, "code_length": 8, "guesses_per_hour": 10})
	zebulon := desk.Contact("Zebulon Quackenbush")
	planted := map[string]string{"mobile": zebulon.Mobile, "mobile without +": zebulon.Mobile[1:], "national number": zebulon.Mobile[2:], "phone": zebulon.Phone, "e-mail": zebulon.Email}
	codes := everyFlow(t, desk, zebulon)
	for _, code := range codes {
		planted["code "+code] = code
	}
	dump := stack.Dump(t)
	require.Contains(t, dump["countersign.contacts"], zebulon.ID, "the dump must be able to show what it is asked for")
	require.Contains(t, dump["countersign.contacts"], "Zebulon")
	for place, content := range dump {
		if !strings.HasPrefix(place, "countersign.") { // our own rows know the ticket; histories, logs and metrics do not
			require.False(t, holds(content, typedTicket), "what was typed as a ticket stands in %s", place)
		}
		for what, secret := range planted {
			require.False(t, holds(content, secret), "%s stands in %s", what, place)
		}
		if !mayHoldNames[place] {
			require.False(t, holds(strings.ToLower(content), "quackenbush"), "the name stands in %s", place)
			require.False(t, holds(content, "Quackenbush"), "the name stands in %s", place)
		}
	}
}

// holds looks for a text in clear, in hex (as dumps show binary columns) and in base64 at any offset.
func holds(content, secret string) bool {
	if strings.Contains(content, secret) || strings.Contains(content, hex.EncodeToString([]byte(secret))) {
		return true
	}
	for offset := range 3 {
		padded := strings.Repeat("\x00", offset) + secret
		encoded := base64.RawStdEncoding.EncodeToString([]byte(padded))
		// The characters at both ends depend on what stands beside the secret.
		if core := encoded[(offset*8+5)/6 : len(encoded)-1-len(encoded)%4]; len(core) >= 6 && strings.Contains(content, core) {
			return true
		}
	}
	return false
}

// everyFlow takes a person through all ways, ends and faults and returns every code that was sent.
func everyFlow(t *testing.T, desk *harness.Desk, person *harness.Contact) (codes []string) {
	t.Helper()
	call := desk.Verify(person).For(typedTicket).BySMS()
	code := person.ReadsSMS(1)
	call.Check(other(code))
	require.True(t, call.Check(code).Accepted)
	codes = append(codes, code)

	call = desk.Verify(person).ByEmail()
	codes = append(codes, person.ReadsEmail(1))
	require.Equal(t, http.StatusOK, call.SendAgain("email_link").Status)
	person.Presses(person.Link(person.Email, 2), "validate")
	require.Equal(t, "approved", call.Now().Status)

	call = desk.Verify(person).ByVoice()
	codes = append(codes, person.Hears(1))
	require.Equal(t, http.StatusUnprocessableEntity, call.TryCheck(person.Mobile).Status)
	require.Equal(t, http.StatusOK, call.Cancel().Status)

	call = desk.Verify(person).BySMSLink()
	person.Presses(person.Link(person.Mobile, 2), "not-me")
	require.Equal(t, "denied", call.Now().Status)
	desk.ReadsAlert(desk.Client, "This was not me")

	for _, mode := range []string{"refuse", "rate_limit", "accept_then_drop"} {
		stack.Fault(t, "sendgrid", mode, person.Email, 1)
		call = desk.Verify(person).ByEmail()
		require.Eventually(t, func() bool { v := call.Now(); return len(v.Sends) == 1 && v.Sends[0].Status != "sending" }, patience, tick, mode)
		require.Equal(t, http.StatusOK, call.Cancel().Status)
	}
	desk.Do(t, http.MethodGet, "/contacts?query=Zebulon&email="+person.Email, nil)
	desk.Do(t, http.MethodPost, "/contacts", map[string]any{"name": person.Name, "company_id": desk.Company, "email": person.Email + "@", "mobile": person.Mobile + "x"})
	desk.Do(t, http.MethodPost, "/verifications", map[string]any{"contact_id": person.ID, "channel": "sms_code", "to": person.Mobile})
	return codes
}
