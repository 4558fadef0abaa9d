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

// every reads a list to its end. A question that failed says nothing about what was asked for: its errors are Ambiguous.
func every[Row any](page func(at pageRef) (rows []Row, next *string, err error)) ([]Row, error) {
	var all []Row
	at := pageRef{}
	for range maxPages {
		rows, next, err := page(at)
		if err != nil {
			return nil, untold(err)
		}
		all = append(all, rows...)
		if text(next) == "" {
			return all, nil
		}
		if at, err = parsePageRef(*next); err != nil {
			return nil, untold(err)
		}
	}
	return nil, ambiguous("too_many_to_search")
}

// single is the receipt of the only match; several are ambiguous.
func single[Row any](matches []Row, told func(Row) (sid, status *string)) (message.Receipt, bool, error) {
	switch len(matches) {
	case 0:
		return message.Receipt{}, false, nil
	case 1:
		found, err := receipt(told(matches[0]))
		return found, err == nil, err
	}
	return message.Receipt{}, false, ambiguous("several_matches")
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
