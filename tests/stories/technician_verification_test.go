package stories

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/otp"
	"countersign/tests/harness"
)

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// awaitNote waits for a note of a ticket that holds some words.
func awaitNote(t *testing.T, ticket, words string) (note string) {
	t.Helper()
	require.Eventually(t, func() bool {
		var shown struct{ Notes []struct{ Text string } }
		stack.Sandbox().Do(t, http.MethodGet, "/_sandbox/psa/connectwise/tickets/"+ticket, nil).Into(t, &shown)
		for _, each := range shown.Notes {
			if strings.Contains(each.Text, words) {
				note = each.Text
			}
		}
		return note != ""
	}, ticketPatience, tick, "no note says %q", words)
	return note
}

// codeOf is the code in the nth message to a number or address.
func codeOf(t *testing.T, to string, n int) string {
	t.Helper()
	body := stack.Await(t, to, n).Body
	require.Regexp(t, `\b\d{6}\b`, body)
	return sixDigits.FindString(body)
}

func shown(t *testing.T, desk *harness.Desk, request string) string {
	t.Helper()
	reply := desk.TryCode(request)
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	require.Equal(t, "no-store", reply.Header.Get("Cache-Control"))
	tree := reply.JSON(t)
	require.Contains(t, tree["text"], "Read "+otp.InGroups(tree["code"].(string))+" to ")
	return tree["code"].(string)
}

func TestAClientMakesSureThatTheTechnicianIsReal(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	ticket := aTicket(t)

	ana.Texts(" #Verify ")
	code := codeOf(t, ana.Mobile, 1)
	request := ana.AwaitRequest("waiting")
	require.Equal(t, ana.ID, request.Contact.ID)

	ana.Texts("#confirm")
	require.Eventually(t, func() bool {
		log := desk.Do(t, http.MethodGet, "/audit?action=technician-verification.confirmed-too-early&company_id="+desk.Company, nil)
		return strings.Contains(string(log.Body), request.ID)
	}, patience, tick, "a confirmation before anybody has read the code counts for nothing")
	require.Equal(t, code, shown(t, desk, request.ID), "both sides have the same code")
	shown(t, desk, request.ID)
	desk.Claim(request.ID, ticket)
	require.Contains(t, stack.Await(t, ana.Mobile, 2).Body, "about to read you the code", "they hear who it is")
	require.Equal(t, "claimed", ana.AwaitRequest("claimed").Status)

	ana.Texts("#CONFIRM")
	end := ana.AwaitRequest("confirmed")
	require.Equal(t, "reply", end.ConfirmedHow)
	require.Contains(t, stack.Await(t, ana.Mobile, 3).Body, "You have confirmed")
	note := awaitNote(t, ticket, "Technician verification: confirmed")
	for _, told := range []string{"asked from", "Person: Ana Torres", "looked at the code", "took it up", "confirmed by their own reply"} {
		require.Contains(t, note, told)
	}
	require.NotContains(t, note, code)
	require.Equal(t, 1, strings.Count(note, "looked at the code"), "each viewer is told once")

	require.Equal(t, "already_closed", desk.TryCode(request.ID).Code(t))
	require.Equal(t, "already_closed", desk.TryDeny(request.ID).Code(t))
}

func TestAskingAgainVoidsTheFirstCodeAndTheClaim(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	ana.Texts("#verify")
	first := codeOf(t, ana.Mobile, 1)
	request := ana.AwaitRequest("waiting")
	desk.Claim(request.ID, "")
	stack.Await(t, ana.Mobile, 2)
	ana.Texts("#verify")
	second := codeOf(t, ana.Mobile, 3)
	require.NotEqual(t, first, second)
	again := ana.AwaitRequest("waiting")
	require.Equal(t, request.ID, again.ID)
	require.Equal(t, second, shown(t, desk, request.ID))
	require.Equal(t, "conflict", desk.TryConfirmVerbally(request.ID).Code(t), "no technician has claimed it since")
	require.Equal(t, 1, ana.Requests())
}

func TestAClientDeniesAndEverybodyIsAlerted(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	ana.Texts("#verify")
	codeOf(t, ana.Mobile, 1)
	request := ana.AwaitRequest("waiting")
	desk.Claim(request.ID, "")
	stack.Await(t, ana.Mobile, 2)
	ana.Texts("#deny")
	ana.AwaitRequest("denied")
	require.Contains(t, stack.Await(t, ana.Mobile, 3).Body, "call the number you know")
	require.Equal(t, "already_closed", desk.TryClaim(request.ID, map[string]any{}).Code(t), "the claim is frozen")
	desk.ReadsAlert(desk.Client, "not matching")
}

func TestWhoIsOnThePhoneIsChosenWhereSeveralShareANumber(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	ben := desk.Add(map[string]any{"name": "Ben Okafor", "company_id": desk.Company, "mobile": ana.Mobile})
	stranger := desk.Contact("Eve Adams")
	ana.Texts("#verify")
	request := ana.AwaitRequest("waiting")
	require.Empty(t, request.Contact.ID)
	require.Len(t, request.Candidates, 2)
	claim := func(contact any) harness.Reply {
		return desk.TryClaim(request.ID, map[string]any{"contact_id": contact, "ticket_id": "48213"})
	}
	require.Equal(t, "validation_failed", desk.TryClaim(request.ID, map[string]any{}).Code(t))
	require.Equal(t, "validation_failed", claim(stranger.ID).Code(t))
	require.Equal(t, http.StatusOK, claim(ben).Status)
	require.Equal(t, ben, ana.AwaitRequest("claimed").Contact.ID)
	require.Equal(t, http.StatusOK, claim(ben).Status, "a claim may be repeated")
	verbal := desk.TryConfirmVerbally(request.ID)
	require.Equal(t, http.StatusOK, verbal.Status, string(verbal.Body))
	require.Equal(t, "verbal", verbal.JSON(t)["confirmed_how"])
	codeOf(t, ana.Mobile, 1)
	require.Contains(t, stack.Await(t, ana.Mobile, 2).Body, "about to read you")
	require.Contains(t, stack.Await(t, ana.Mobile, 3).Body, "You have confirmed")
}

func TestOfAStrangerNothingStartsAndNothingIsSent(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	stranger := harness.NewPerson("Nobody")
	stack.Texts(desk, stranger.Mobile, "#verify")
	require.Eventually(t, func() bool {
		for _, item := range desk.Do(t, http.MethodGet, "/unknown-senders?limit=200", nil).JSON(t)["items"].([]any) {
			if strings.HasSuffix(item.(map[string]any)["masked"].(string), stranger.Mobile[len(stranger.Mobile)-2:]) {
				return true
			}
		}
		return false
	}, patience, tick, "it is listed")
	require.Empty(t, stack.Messages(t, stranger.Mobile))
}

func TestTheSameByMail(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	ana.Mails("#verify\n\nSent from my phone", nil)
	code := codeOf(t, ana.Email, 1)
	request := ana.AwaitRequest("waiting")
	require.Equal(t, code, shown(t, desk, request.ID))
	desk.Claim(request.ID, "")
	stack.Await(t, ana.Email, 2)
	ana.Mails("#confirm", map[string]any{"dkim": "fail", "spf": "fail"})
	ana.Mails("#confirm\n\nOn Sat, 21 Nov 2026 at 10:00, Bluepeak IT wrote:\n> "+code, nil)
	require.Equal(t, "reply", ana.AwaitRequest("confirmed").ConfirmedHow)
	require.Contains(t, stack.Await(t, ana.Email, 3).Body, "You have confirmed")
}

func TestNeitherAForgedNorAMachinesMailAsks(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	ana.Mails("#verify", map[string]any{"dkim": "{@evil.example : pass}", "envelope_from": "eve@evil.example"})
	ana.Mails("#verify", map[string]any{"headers": map[string]string{"Auto-Submitted": "auto-replied"}})
	ana.Mails("#verify", nil) // the third is hers: it comes after the others
	codeOf(t, ana.Email, 1)
	require.Len(t, stack.Messages(t, ana.Email), 1)
	require.Equal(t, 1, ana.Requests())
}

func TestARequestJoinsTheVerificationThatIsOpen(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).ByEmail()
	ana.Texts("#verify")
	require.Equal(t, call.ID, ana.AwaitRequest("waiting").Verification)
	codeOf(t, ana.Mobile, 1)
}

func TestTheNumberOfAMatchMayBeWrittenBack(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMSMatch()
	ana.Link(ana.Mobile, 1)
	ana.Texts(call.Now().Mutual.Number)
	require.Eventually(t, func() bool { return call.Now().Status == "approved" }, patience, tick)
	require.Equal(t, "number_matched", call.Now().ReasonCode)
}

func TestAConfirmationThatCameBeforeTheClaimCountsWithIt(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	ana.Texts("#verify")
	codeOf(t, ana.Mobile, 1)
	request := ana.AwaitRequest("waiting")
	shown(t, desk, request.ID)
	ana.Texts("#confirm")
	require.Eventually(t, func() bool {
		log := desk.Do(t, http.MethodGet, "/audit?action=technician-verification.confirmed-early&company_id="+desk.Company, nil)
		return strings.Contains(string(log.Body), request.ID)
	}, patience, tick)
	desk.Claim(request.ID, "")
	require.Equal(t, "reply", ana.AwaitRequest("confirmed").ConfirmedHow)
	require.Contains(t, stack.Await(t, ana.Mobile, 2).Body, "You have confirmed", "and they are told")
}

func TestADenialWithNothingOpenStillAlerts(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	ana.Texts("#deny")
	require.Eventually(t, func() bool {
		var contact struct{ Denied struct{ Kind string } }
		desk.Do(t, http.MethodGet, "/contacts/"+ana.ID, nil).Into(t, &contact)
		return contact.Denied.Kind == "not_ours"
	}, patience, tick, "the denial stands on the person")
	desk.ReadsAlert(desk.Client, "not matching", "Nobody of yours")
}
