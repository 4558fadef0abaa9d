package autotask

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"countersign/core/provider"
	"countersign/integrations/httpx"
)

// Autotask keeps each customer in one of its zones. Any zone tells, without credentials, in which an API user is: GET /zoneInformation?user=…. A customer
// may be moved, and a wrong zone answers 401 as wrong credentials do.

// ownDomain is where Autotask's own hosts are.
const ownDomain = ".autotask.net"

// zone is where a customer is.
type zone struct {
	api *url.URL // without the version, and without a slash at its end
	web *url.URL // of the screens; nil when it cannot be told
}

// zone returns the customer's zone, asking for it the first time.
func (c *Client) zone(ctx context.Context) (*zone, error) {
	c.mu.Lock()
	known := c.found
	c.mu.Unlock()
	if known != nil {
		return known, nil
	}
	return c.discover(ctx)
}

// discover asks for the zone, without credentials, and remembers it.
func (c *Client) discover(ctx context.Context) (*zone, error) {
	target := httpx.Below(c.base, "/atservicesrest/v1.0/zoneInformation", url.Values{"user": {c.user}})
	got, err := c.http.Send(ctx, httpx.Request{Method: http.MethodGet, URL: target, Reading: true})
	if err != nil {
		return nil, err
	}
	if got.Status != http.StatusOK {
		failed := refusal(got, true)
		switch said, own := parseComplaint(got.Body); {
		case own && said != "" && got.Status == http.StatusInternalServerError && codeOf(said) != codeTimeout && failed.Kind != provider.Throttled:
			return nil, fail.Unsettled(codeUnknownUser) // whatever words it chooses: it was asked for nothing but the user's zone
		case failed.Kind == provider.Throttled || failed.Kind == provider.Unavailable:
			return nil, failed
		}
		return nil, fail.Unsettled(codeNoAutotask)
	}
	var said struct {
		URL    string `json:"url"`
		WebURL string `json:"webUrl"`
	}
	if json.Unmarshal(got.Body, &said) != nil || said.URL == "" {
		return nil, fail.Unsettled(codeNoAutotask)
	}
	api := c.own(said.URL)
	if api == nil {
		return nil, fail.Unsettled(codeForeignZone)
	}
	api.Path = zoneVersion.ReplaceAllString(api.Path, "")
	now := &zone{api: api, web: c.own(said.WebURL)}
	c.mu.Lock()
	c.found = now
	c.mu.Unlock()
	return now, nil
}

var zoneVersion = regexp.MustCompile(`(?i)/v1\.0$`)

// own is an address that credentials may travel to, or that a technician may be sent to: one of Autotask's own hosts over https, or the very host that the
// connection names. nil for any other.
func (c *Client) own(raw string) *url.URL {
	given, err := url.Parse(strings.TrimRight(raw, "/"))
	if err != nil || given.User != nil || given.Host == "" || given.RawQuery != "" || given.Fragment != "" || strings.Contains(raw, `\`) {
		return nil
	}
	host := strings.ToLower(given.Host)
	autotask := given.Scheme == "https" && strings.HasSuffix(host, ownDomain)
	same := given.Scheme == c.base.Scheme && strings.EqualFold(given.Host, c.base.Host)
	if !autotask && !same {
		return nil
	}
	given.RawPath = ""
	return given
}

// ticketURL is where a technician opens a ticket; "" while the zone is not known.
func (c *Client) ticketURL(id string) string {
	c.mu.Lock()
	known := c.found
	c.mu.Unlock()
	if known == nil || known.web == nil {
		return ""
	}
	open := *known.web
	open.Path += "/Autotask/AutotaskExtend/ExecuteCommand.aspx"
	open.RawQuery = url.Values{"Code": {"OpenTicketDetail"}, "TicketID": {id}}.Encode()
	return open.String()
}
