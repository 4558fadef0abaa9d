package superops_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/provider"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/superops"
	"countersign/integrations/superops/superopstest"
)

func TestTheMobileStandsInACustomField(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		custom, field, contact string
		mobile, phone          string
	}{
		{`{"udf1text":"+14155550100"}`, "udf1text", "+14155550199", "+14155550100", "+14155550199"},
		{`{"UDF1TEXT":" +14155550100 "}`, "udf1text", "", "+14155550100", ""},
		{`{"udf1text":""}`, "udf1text", "+14155550199", "+14155550199", ""},
		{`{"udf1text":null}`, "udf1text", "+14155550199", "+14155550199", ""},
		{`{"udf1text":"+14155550100"}`, "", "+14155550199", "+14155550199", ""},
		{`{"Cell":"1","Mobile Phone":"2"}`, "", "3", "2", "3"},
		{`{"mobile_number":"2"}`, "", "", "2", ""},
		{`{"CELL PHONE":"2"}`, "", "2", "2", ""},
		{`{"cell":["2"]}`, "", "3", "3", ""},
		{`{"automobile":"2","cellar":"4"}`, "", "3", "3", ""},
		{`[{"columnName":"udf4text","label":"Cell Number","value":"2"}]`, "", "3", "2", "3"},
		{`[{"columnName":"udf4text","label":"Pager","value":"2"}]`, "udf4text", "3", "2", "3"},
		{`"none"`, "", "3", "3", ""}, {`null`, "udf1text", "3", "3", ""}, {`[]`, "", "", "", ""},
	} {
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"data":{"getClientUserList":{"userList":[{"userId":4,"name":"Ana","client":{"accountId":"9"},"contactNumber":"` + c.contact + `","customFields":` + c.custom + `}],"listInfo":{"totalCount":1}}}}`))
		})
		if c.field != "" {
			client = withField(t, c)
		}
		found, err := client.Contacts(contract.Soon(t), directory.Position{})
		require.NoError(t, err)
		require.Equal(t, []string{c.mobile, c.phone}, []string{found.Rows[0].Mobile, found.Rows[0].Phone}, "%+v", c)
	}
}

// withField is a client whose field for mobile numbers is configured.
func withField(t *testing.T, c struct {
	custom, field, contact string
	mobile, phone          string
}) *superops.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"data":{"getClientUserList":{"userList":[{"userId":"4","name":"Ana","client":{"accountId":"9"},"contactNumber":"` + c.contact + `","customFields":` + c.custom + `}],"listInfo":{"totalCount":1}}}}`))
	}))
	transport := &http.Transport{}
	t.Cleanup(func() { transport.CloseIdleConnections(); server.Close() })
	client, err := superops.New(superops.Config{BaseURL: server.URL, Subdomain: "acme", Token: "token", MobileField: c.field, HTTP: &http.Client{Transport: transport}})
	require.NoError(t, err)
	return client
}

func TestWhomSomebodyBelongsToIsLookedUpWhereRequestersDoNotTell(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Fake.Populate(fake.Population{Companies: 4, Contacts: 250, Seed: 2})
	require.NoError(t, err)
	before, err := d.Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	d.Fake.Detach(true)
	after, err := d.Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.Equal(t, superopstest.ClientNorthwind, after.Rows[0].CompanyID)
	d.NoViolations(t)
}

func TestAssociationsThatAreNotToBeHadLeavePeopleWithoutAClient(t *testing.T) {
	t.Parallel()
	for refusal, want := range map[string]provider.Kind{
		`{"errors":[{"extensions":{"classification":"ValidationError"}}]}`:                                   "",
		`{"errors":[{"extensions":{"clientError":[{"code":"referred_value_does_not_exist"}]}}],"data":null}`: "",
		`{"errors":[{"extensions":{"clientError":[{"code":"rate_limit_exceeded"}]}}],"data":null}`:           provider.Throttled,
		`{"errors":[{"extensions":{"classification":"DataFetchingException"}}],"data":null}`:                 provider.Unavailable,
	} {
		client := answering(t, func(w http.ResponseWriter, r *http.Request) {
			var asked struct{ Query string }
			_ = json.NewDecoder(r.Body).Decode(&asked)
			if strings.HasPrefix(asked.Query, "query associations") {
				_, _ = w.Write([]byte(refusal))
				return
			}
			_, _ = w.Write([]byte(`{"data":{"getClientUserList":{"userList":[{"userId":"7","name":"Ana","client":null}],"listInfo":{}}}}`))
		})
		page, err := client.Contacts(contract.Soon(t), directory.Position{})
		if want != "" {
			require.Equal(t, want, contract.KindOf(t, err), refusal)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, []directory.Contact{{ID: "7", Name: "Ana", Active: true}}, page.Rows)
	}
}

func TestClientsThatAreClientsNoMoreAreInactive(t *testing.T) {
	t.Parallel()
	client := saying(t, `{"data":{"getClientList":{"clients":[
		{"accountId":"1","name":" Globex ","stage":"Active","status":"Paid"},{"accountId":"2","name":"Initech","stage":"Inactive","status":""},
		{"accountId":3,"name":"Hooli","stage":"Active","status":"Churned"},{"accountId":"4","name":"Lead","stage":"Lead","status":null}],
		"listInfo":{"hasMore":true,"totalCount":"98"}}}}`)
	page, err := client.Companies(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	require.Equal(t, []directory.Company{{ID: "1", Name: "Globex", Active: true}, {ID: "2", Name: "Initech"}, {ID: "3", Name: "Hooli"}, {ID: "4", Name: "Lead", Active: true}}, page.Rows)
	require.Equal(t, "2.98", page.Next, "the count may be a string")
	require.True(t, page.Whole)
}

func TestNobodyIsLeftOutWhenSomebodyIsDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, err := d.Fake.Populate(fake.Population{Companies: 1, Contacts: 350, Seed: 5})
	require.NoError(t, err)
	first, err := d.Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, row := range first.Rows {
		seen[row.ID] = true
	}
	for _, row := range first.Rows[:3] {
		require.NoError(t, d.Fake.DropContact(row.ID))
	}
	for at := first.Next; at != ""; {
		page, err := d.Contacts(contract.Soon(t), directory.Position{Next: at})
		require.NoError(t, err)
		for _, row := range page.Rows {
			seen[row.ID] = true
		}
		at = page.Next
	}
	require.Len(t, seen, 351)
	require.Contains(t, seen, made.Contacts.Last)
	d.NoViolations(t)
}

func TestNoListIsNotAnEmptyOne(t *testing.T) {
	t.Parallel()
	for _, list := range []string{`null`, `{}`, `{"userList":null,"clients":null}`, `{"userList":[],"clients":[],"listInfo":{"hasMore":true}}`} {
		client := saying(t, `{"data":{"getClientUserList":`+list+`,"getClientList":`+list+`}}`)
		_, err := client.Contacts(contract.Soon(t), directory.Position{})
		require.Equal(t, "unreadable_answer", provider.CodeOf(err), "all contacts would be taken for deleted: %s", list)
		_, err = client.Companies(contract.Soon(t), directory.Position{})
		require.Equal(t, "unreadable_answer", provider.CodeOf(err), list)
	}
	page, err := saying(t, `{"data":{"getClientUserList":{"userList":[]}}}`).Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	require.Empty(t, page.Rows)
	require.Empty(t, page.Next)
}

func TestAFullPageThatTellsNothingHasAnotherBehindIt(t *testing.T) {
	t.Parallel()
	rows := strings.Repeat(`{"userId":"7","name":"Ana","client":{"accountId":"9"}},`, 100)
	for info, next := range map[string]string{`{}`: "2.0", `{"hasMore":false,"totalCount":101}`: "2.101", `{"hasMore":false,"totalCount":"100"}`: ""} {
		page, err := saying(t, `{"data":{"getClientUserList":{"userList":[`+strings.TrimSuffix(rows, ",")+`],"listInfo":`+info+`}}}`).Contacts(contract.Soon(t), directory.Position{})
		require.NoError(t, err)
		require.Equal(t, next, page.Next, info)
	}
}
