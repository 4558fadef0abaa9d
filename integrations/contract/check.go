package contract

import (
	"net/http"
	"net/http/httptest"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/core/psa"
)

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
	var complaint *psa.Complaint
	require.ErrorAs(b, err, &complaint)
	require.Regexp(b, sentence, complaint.Sentence)
	return complaint.Sentence
}
