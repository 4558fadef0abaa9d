package stories

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

// addressOf is the address of an own account's webhooks, as the command prints it.
var addressOf = regexp.MustCompile(`(?m)^texts +(\S+)/messages#\S+$`)

// byOwnTwilio has an MSP's texts leave by the sandbox's second account, and returns the address of its webhooks and its token.
func byOwnTwilio(t *testing.T, msp harness.MSP) (address, token string) {
	t.Helper()
	settings := stack.OwnAccount(t, "twilio")
	out, err := msp.SetsAccount("twilio", settings)
	require.NoError(t, err, out)
	require.NotContains(t, out, settings["auth_token"])
	found := addressOf.FindStringSubmatch(out)
	require.NotNil(t, found, out)
	return found[1], settings["auth_token"]
}

func delivered(t *testing.T, call *harness.Call) {
	t.Helper()
	require.Eventually(t, func() bool { return call.Now().Sends[0].Status == "delivered" }, patience, tick)
}

func TestAnMSPVerifiesByItsOwnTwilioAccountBesideThePlatforms(t *testing.T) {
	t.Parallel()
	own, others := stack.MSP(t, "Own Line"), stack.Desk(t)
	zoe := own.Contact("Zoe Quist")
	before := own.Verify(zoe).BySMS()
	require.Empty(t, stack.Await(t, zoe.Mobile, 1).Account, "the platform's account, until it has one of its own")
	delivered(t, before)

	_, err := own.SetsAccount("twilio", map[string]string{"account_sid": stack.OwnAccount(t, "twilio")["account_sid"]})
	require.Error(t, err, "an account without its token is not kept")
	address, token := byOwnTwilio(t, own)
	ana, ben := own.Contact("Ana Torres"), others.Contact("Ben Okafor")
	byOwn, byPlatform := own.Verify(ana).BySMS(), others.Verify(ben).BySMS()
	require.Equal(t, "own", stack.Await(t, ana.Mobile, 1).Account)
	require.Empty(t, stack.Await(t, ben.Mobile, 1).Account)
	delivered(t, byOwn)
	delivered(t, byPlatform)

	doors := stack.Doors(t)
	platform := strings.TrimSuffix(doors.Texts, "/messages")
	about := func(address string, call *harness.Call) string { return address + "/status?outbound=" + call.ID + "-1" }
	require.Equal(t, http.StatusForbidden, harness.ReportsStop(t, about(address, byOwn), doors.PlatformToken()), "the platform's token at the own account's address")
	require.Equal(t, http.StatusForbidden, harness.ReportsStop(t, about(platform, byPlatform), token), "an own token at another MSP's address")
	require.Equal(t, http.StatusNoContent, harness.ReportsStop(t, about(address, byPlatform), token), "an own account about another MSP's text")
	require.Equal(t, http.StatusNoContent, harness.ReportsStop(t, about(address, before), token), "an own account about a text that the platform's has carried")
	for _, person := range []*harness.Contact{ana, ben, zoe} {
		require.False(t, person.HasOptedOut(), "%s: none of these reports counts", person.Name)
	}
	require.Equal(t, http.StatusNoContent, harness.ReportsStop(t, about(address, byOwn), token))
	require.True(t, ana.HasOptedOut(), "an own account reports on its own texts")
	require.True(t, byOwn.Check(ana.ReadsSMS(1)).Accepted)
	require.True(t, byPlatform.Check(ben.ReadsSMS(1)).Accepted)
}

// TestATextWithoutAnAnswerIsSentOnceThoughItsMSPChangesAccounts kills the worker after it has handed a text over, and changes accounts before the next
// worker comes. It runs alone: others need the worker. In which account the text is looked for is held by the tables of activities and store.
func TestATextWithoutAnAnswerIsSentOnceThoughItsMSPChangesAccounts(t *testing.T) {
	for name, c := range map[string]struct {
		ownFirst bool
		change   func(harness.MSP)
		carries  string
	}{
		"the platform's, and then its own": {false, func(m harness.MSP) { byOwnTwilio(t, m) }, ""},
		"its own, and then the platform's": {true, func(m harness.MSP) { m.RemovesAccount("twilio") }, "own"},
	} {
		t.Run(name, func(t *testing.T) {
			msp := stack.MSP(t, "Changing Line")
			if c.ownFirst {
				byOwnTwilio(t, msp)
			}
			ana := msp.Contact("Ana Torres")
			stack.Fault(t, "twilio", "slow", ana.Mobile, 1)
			call := msp.Verify(ana).BySMS()
			require.Equal(t, c.carries, stack.Await(t, ana.Mobile, 1).Account)
			stack.KillWorker(t, func() { c.change(msp) })
			require.Eventually(t, func() bool { return call.Now().Sends[0].Status == "delivered" }, 2*patience, tick)
			require.True(t, call.Check(ana.ReadsSMS(1)).Accepted)
			require.Len(t, stack.Messages(t, ana.Mobile), 1, "sent once")
		})
	}
}
