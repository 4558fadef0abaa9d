package stories

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/integrations/connectwise"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/tests/harness"
)

// credentials are what the sandbox's ConnectWise takes.
var credentials = map[string]string{
	connectwise.SettingCompany: connectwisetest.Company, connectwise.SettingPublicKey: connectwisetest.PublicKey,
	connectwise.SettingPrivateKey: connectwisetest.PrivateKey, connectwise.SettingClientID: connectwisetest.ClientID,
}

// atThePSA calls the sandbox's ConnectWise as any of its own clients does.
func atThePSA() *harness.Caller {
	keys := connectwisetest.Company + "+" + connectwisetest.PublicKey + ":" + connectwisetest.PrivateKey
	return harness.NewCaller(stack.SandboxURL+"/connectwise/v4_6_release/apis/3.0", "").With("clientId", connectwisetest.ClientID).
		With("Accept", "application/json").With("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(keys)))
}

// changesMobile puts another number in the place of a person's mobile at the PSA.
func changesMobile(t *testing.T, of harness.Synced, number string) {
	t.Helper()
	path := "/company/contacts/" + of.Sources[0].ExternalID
	var person struct {
		CommunicationItems []struct {
			ID    int
			Value string
		}
	}
	atThePSA().Do(t, http.MethodGet, path, nil).Into(t, &person)
	for _, one := range person.CommunicationItems {
		if one.Value == of.Mobile {
			change := []map[string]string{{"op": "replace", "path": "value", "value": number}}
			reply := atThePSA().Do(t, http.MethodPatch, fmt.Sprintf("%s/communications/%d", path, one.ID), change)
			require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
			return
		}
	}
	require.Fail(t, "the PSA does not have the mobile number")
}

// reachable is a person of a company of the PSA who has a mobile number.
func reachable(t *testing.T, people []harness.Synced) harness.Synced {
	t.Helper()
	for _, one := range people {
		if one.Mobile != "" && one.InactiveSince == "" && !one.Cools("mobile") {
			return one
		}
	}
	require.Fail(t, "no person has a mobile number")
	return harness.Synced{}
}

func TestPeopleComeOutOfThePSAOnceEach(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	company := stack.Populated(t, 150)
	cw := desk.PSA()
	cw.SyncUntil(func() bool { return len(cw.PeopleOf(company)) == 150 }, "150 people")
	seen := map[string]bool{}
	for _, one := range cw.PeopleOf(company) {
		require.Len(t, one.Sources, 1)
		require.False(t, seen[one.Sources[0].ExternalID])
		seen[one.Sources[0].ExternalID] = true
		require.Equal(t, one.Sources[0].Gone, one.InactiveSince != "")
	}
}

func TestAChangedNumberLosesItsShieldAndCoolsOff(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	company := stack.Populated(t, 8)
	cw := desk.PSA()
	cw.SyncUntil(func() bool { return len(cw.PeopleOf(company)) == 8 }, "8 people")
	ana := reachable(t, cw.PeopleOf(company))
	call := desk.Verify(desk.AsContact(ana)).BySMS()
	call.Check(desk.AsContact(ana).ReadsSMS(1))
	require.True(t, desk.Synced(ana.ID).Green("mobile"))

	// An intruder in the PSA put their own number there.
	theirs := harness.NewPerson("Mallory").Mobile
	changesMobile(t, ana, theirs)
	cw.SyncUntil(func() bool { return desk.Synced(ana.ID).Mobile == theirs }, "the new number")
	changed := desk.Synced(ana.ID)
	require.False(t, changed.Green("mobile"), "a shield speaks of an address, and this is another one")
	refused := desk.Verify(desk.AsContact(changed)).Try("sms_code")
	require.Equal(t, http.StatusConflict, refused.Status, string(refused.Body))
	require.Equal(t, "channel_unavailable", refused.Code(t))
	require.Contains(t, string(refused.Body), "Changed lately")

	// The trail says what was there before, and a second person may vouch for the new one.
	var trail struct {
		Items []struct {
			ID, Kind, Previous, Source string
			Current                    bool
			CoolingUntil               string `json:"cooling_until"`
		}
	}
	desk.Do(t, http.MethodGet, "/contacts/"+ana.ID+"/points", nil).Into(t, &trail)
	var point string
	for _, p := range trail.Items {
		if p.Kind == "mobile" && p.Current {
			point = p.ID
			require.Equal(t, "psa", p.Source)
			require.NotEmpty(t, p.Previous)
			require.NotEmpty(t, p.CoolingUntil)
		}
	}
	approve, why := "/contacts/"+ana.ID+"/points/"+point+"/approve", map[string]any{"reason": "Called the office line, Ana has a new phone"}
	require.Equal(t, http.StatusForbidden, desk.Do(t, http.MethodPost, approve, why).Status, "an API key vouches for nobody")
	approved := stack.Console(t).Do(t, http.MethodPost, approve, why)
	require.Equal(t, http.StatusOK, approved.Status, string(approved.Body))
	again := desk.Verify(desk.AsContact(changed)).Try("sms_code")
	require.Equal(t, http.StatusCreated, again.Status, string(again.Body))
}

func TestAConnectionSaysExactlyWhatIsWrong(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	add := func(change map[string]any) harness.Reply {
		body := map[string]any{"kind": "connectwise", "name": "Trial " + desk.Company[24:], "base_url": stack.SandboxURL + "/connectwise", "credentials": credentials}
		for name, value := range change {
			body[name] = value
		}
		reply := desk.Do(t, http.MethodPost, "/integrations", body)
		if reply.Status == http.StatusCreated {
			id := reply.JSON(t)["id"].(string)
			t.Cleanup(func() { desk.Do(t, http.MethodDelete, "/integrations/"+id, nil) })
			require.NotContains(t, string(reply.Body), credentials[connectwise.SettingPrivateKey], "credentials are never shown")
			reply = desk.Do(t, http.MethodPost, "/integrations/"+id+"/test", nil)
		}
		return reply
	}
	require.Equal(t, http.StatusUnprocessableEntity, add(map[string]any{"kind": "jira"}).Status)
	require.Equal(t, http.StatusUnprocessableEntity, add(map[string]any{"base_url": "ftp://psa.example"}).Status)
	require.Equal(t, http.StatusUnprocessableEntity, add(map[string]any{"credentials": map[string]string{"company": "x"}}).Status)
	require.Equal(t, http.StatusUnprocessableEntity, add(map[string]any{"credentials": map[string]string{"password": "x"}}).Status)
	wrong := map[string]string{}
	for name, value := range credentials {
		wrong[name] = value
	}
	wrong[connectwise.SettingPrivateKey] = "not-the-key"
	refused := add(map[string]any{"credentials": wrong}).JSON(t)
	require.Equal(t, false, refused["ok"])
	require.Contains(t, refused["problem"], "keys")
	inside := add(map[string]any{"base_url": "https://169.254.169.254/latest"}).JSON(t)
	require.Equal(t, false, inside["ok"])
	require.Contains(t, inside["problem"], "cannot be reached")
}
