package stories

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyPressingValidateConfirmsALink(t *testing.T) {
	t.Parallel()
	for channel, assurance := range map[string]string{"sms_link": "medium", "email_link": "low"} {
		t.Run(channel, func(t *testing.T) {
			t.Parallel()
			desk := stack.Desk(t)
			ana := desk.Contact("Ana Torres")
			to := map[string]string{"sms_link": ana.Mobile, "email_link": ana.Email}[channel]
			call := desk.Verify(ana).By(channel)
			link := ana.Link(to, 1)

			for range 3 { // a mail scanner follows every link
				status, page := ana.Opens(link)
				require.Equal(t, http.StatusOK, status)
				require.Contains(t, page, "Validate")
				require.Contains(t, page, "48213", "the page names the ticket")
				require.Less(t, len(page), 30<<10)
				require.NotContains(t, page, "<script")
			}
			require.Equal(t, "pending", call.Now().Status)

			status, _ := ana.Presses(link, "validate")
			require.Equal(t, http.StatusOK, status)
			end := call.Now()
			require.Equal(t, "approved", end.Status)
			require.Equal(t, "link_confirmed", end.ReasonCode)
			require.Equal(t, assurance, end.Assurance)
		})
	}
}

func TestThisWasNotMeDenies(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMSLink()
	link := ana.Link(ana.Mobile, 1)
	status, _ := ana.Presses(link, "not-me")
	require.Equal(t, http.StatusOK, status)
	end := call.Now()
	require.Equal(t, "denied", end.Status)
	require.Equal(t, "not_me", end.ReasonCode)
	require.False(t, ana.Shields()["mobile"].Green())

	ana.Presses(link, "validate")
	require.Equal(t, "denied", call.Now().Status, "a denial is final")
	desk.ReadsAlert(desk.Client, "This was not me")
}

func TestAnOldLinkKeepsTheOneButtonOfWhoIsOnNoCall(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	desk.Policy(map[string]any{"send_pauses_seconds": []int{0, 0, 0, 0}})
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMSLink()
	old := ana.Link(ana.Mobile, 1)
	require.Equal(t, http.StatusOK, call.SendAgain("sms_link").Status)
	fresh := ana.Link(ana.Mobile, 2)
	require.NotEqual(t, old, fresh)

	ana.Presses(old, "validate")
	require.Equal(t, "pending", call.Now().Status, "a new send voids the old link")
	_, oldPage := ana.Opens(old)
	_, noPage := ana.Opens(stack.APIURL + "/l/AAAAAAAAAAAAAAAAAAAAAA")
	const button = "I am not on a call with them"
	require.Contains(t, oldPage, button, "whoever reads it late is the witness one wants")
	require.NotContains(t, noPage, button)
	require.NotContains(t, oldPage, ana.Name)

	ana.Presses(fresh, "validate")
	require.Equal(t, "approved", call.Now().Status)
}
