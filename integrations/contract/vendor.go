package contract

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
)

// vendorSuite holds what a vendor says of itself, and the check of a connection, to one shape.
var vendorSuite = suite{"vendor", []story{
	{"its description holds together", describes},
	{"check says yes", checkSaysYes},
	{"check names wrong credentials", checkNamesWrongCredentials},
	{"check says that nothing listens", checkSaysThatNothingListens},
}}

// sentence is how everything that people read looks.
var sentence = regexp.MustCompile(`^[A-Z0-9"].*\.$`)

func describes(b *bench) {
	v := b.vendor
	describesItself(b, v, b.Fake.Name(), b.URL, b.desk, b.room.Credentials)
	fields := map[string]bool{}
	for _, field := range v.Fields {
		require.NotEmpty(b, field.Name)
		require.NotEmpty(b, field.Label)
		require.False(b, fields[field.Name], field.Name)
		require.True(b, field.Of == "" || fields[field.Of], "%s depends on %s, which must stand before it", field.Name, field.Of)
		fields[field.Name] = true
	}
	require.True(b, fields[ticket.FieldClosed], "a verification's ticket must have a status to end with")
	for right, words := range v.Rights {
		require.True(b, slices.Contains(integration.Rights, right), right)
		require.NotEmpty(b, words)
	}
	require.Equal(b, v.Webhooks != nil, v.Can(integration.Webhooks), "who tells of changes says how, and who says how tells of them")
	require.Error(b, b.Fake.Deny("fly", true), "there is no such right")
}

// describesItself holds what every vendor says of itself to one shape. fakeName and url are its fake's, system is a connection opened with the credentials.
func describesItself(t testing.TB, v integration.Vendor, fakeName, url string, system integration.System, credentials map[string]string) {
	t.Helper()
	require.Equal(t, v.Kind, fakeName, "the fake is named as the kind")
	require.NotEmpty(t, v.Name)
	require.NotEmpty(t, v.Address.Label)
	require.NotEmpty(t, v.Settings)
	seen := map[string]bool{}
	for _, setting := range v.Settings {
		require.NotEmpty(t, setting.Name)
		require.NotEmpty(t, setting.Label)
		require.False(t, seen[setting.Name], setting.Name)
		seen[setting.Name] = true
	}
	for name := range credentials {
		require.True(t, seen[name], "the credential %s is none of the vendor's settings", name)
	}
	require.ElementsMatch(t, v.Capabilities, integration.CapabilitiesOf(system), "a vendor declares what its connections implement")
	require.NotEmpty(t, v.Steps)
	steps := slices.Clone(v.Steps)
	if v.Pod != nil {
		require.NotEmpty(t, v.Pod.Links)
		steps = append(steps, v.Pod.Steps...)
	}
	if v.Webhooks != nil {
		require.NotEmpty(t, v.Webhooks.Steps)
		steps = append(steps, v.Webhooks.Steps...)
	}
	for _, step := range steps {
		require.Regexp(t, sentence, step)
	}
	_, err := v.Open(integration.Connection{BaseURL: url})
	require.Error(t, err, "a connection without any credentials cannot be opened")
	require.NotPanics(t, func() { _, _ = v.Open(integration.Connection{}) })
}

func checkSaysYes(b *bench) {
	require.NoError(b, b.desk.Check(b.soon()))
	require.NoError(b, b.opens(b.URL+"/").Check(b.soon()), "a slash at the end of the address does no harm")
}

func checkNamesWrongCredentials(b *bench) {
	made := b.makes("A call")
	b.Fake.Revoke(true)
	b.complains(b.opens(b.URL).Check(b.soon()), provider.Unauthorized)
	b.complains(b.desk.Check(b.soon()), provider.Unauthorized)
	_, err := b.desk.Ticket(b.soon(), made.ID)
	b.fails(err, provider.Unauthorized, "a desk that was signed in")
	b.Fake.Revoke(false)
	require.NoError(b, b.opens(b.URL).Check(b.soon()))
	require.NoError(b, b.desk.Check(b.soon()), "credentials that are good again are good for a desk that saw them refused")
}

func checkSaysThatNothingListens(b *bench) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	b.complains(b.opens(gone.URL+"/"+b.vendor.Kind).Check(b.soon()), provider.Unavailable)
}

// complains requires one sentence for people, which stands for a failure of some kind.
func (b *bench) complains(err error, kind provider.Kind) string {
	b.Helper()
	b.fails(err, kind)
	var complaint *integration.Complaint
	require.ErrorAs(b, err, &complaint)
	require.Regexp(b, sentence, complaint.Sentence)
	return complaint.Sentence
}
