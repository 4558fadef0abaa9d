package twilio

import (
	"net/url"
	"time"

	"countersign/core/message"
	"countersign/core/provider"
)

// clockSkew is how far Twilio's clock may run behind ours before a search misses a message.
const clockSkew = 2 * time.Minute

// A search reads at most maxPages pages of pageSize rows (1000 is Twilio's largest page); beyond that nothing is certain any more.
const (
	pageSize = 1000
	maxPages = 5
)

// pageRef names a page of a list as Twilio's next_page_uri does.
type pageRef struct{ token, number string }

func parsePageRef(uri string) (pageRef, error) {
	parsed, err := url.Parse(uri)
	if err != nil {
		return pageRef{}, err
	}
	return pageRef{token: parsed.Query().Get("PageToken"), number: parsed.Query().Get("Page")}, nil
}

// inWindow reports whether a row was created no earlier than since. A row without a readable date might have been.
func inWindow(dateCreated *string, since time.Time) bool {
	created, err := time.Parse(time.RFC1123Z, text(dateCreated))
	return err != nil || !created.Before(since.Add(-clockSkew))
}

// receipt is Twilio's word that it took a message or a call; without a SID it gave none that can be used.
func receipt(sid, status *string) (message.Receipt, error) {
	if text(sid) == "" {
		return message.Receipt{}, unreadable()
	}
	return message.Receipt{ProviderID: *sid, Status: statusOf(status)}, nil
}

func ambiguous(code string) *provider.Error {
	return &provider.Error{Provider: name, Kind: provider.Ambiguous, Code: code}
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
