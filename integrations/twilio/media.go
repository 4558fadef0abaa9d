package twilio

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"countersign/core/message"
	"countersign/core/provider"
)

// mediaPath is what the address of a message's file looks like. Whatever else a webhook says is fetched nowhere.
var mediaPath = regexp.MustCompile(`^/2010-04-01/Accounts/AC[0-9a-zA-Z]{1,64}/Messages/(SM|MM)[0-9a-f]{32}/Media/ME[0-9a-f]{32}$`)

// mediaHosts keep what Twilio points to. https://www.twilio.com/docs/messaging/api/media-resource
var mediaHosts = []string{".twilio.com", ".twiliocdn.com", ".amazonaws.com"}

// Fetch reads a file from the address that a message's webhook told, up to limit bytes and one more. Of the address only its path counts: our credentials
// go to the configured base address alone. Where Twilio points to where the file lies, that is followed once, to Twilio's own hosts and without credentials.
func (c *Client) Fetch(ctx context.Context, address string, limit int64) (contentType string, body []byte, err error) {
	asked, err := url.Parse(address)
	if err != nil || !mediaPath.MatchString(asked.Path) {
		return "", nil, &provider.Error{Provider: name, Kind: provider.Refused, Code: "bad_address"}
	}
	req, _, err := (&transport{ctx: ctx, client: c}).request(http.MethodGet, asked.Path, url.Values{}, nil)
	if err != nil {
		return "", nil, &provider.Error{Provider: name, Kind: provider.Refused, Code: "bad_address"}
	}
	req.Header.Set("Accept", "*/*")
	resp, err := c.http.Do(req)
	if err != nil {
		return "", nil, connectionFailure(false)
	}
	defer resp.Body.Close()
	if at, err := resp.Location(); err == nil && resp.StatusCode/100 == 3 {
		return c.elsewhere(ctx, at, limit)
	}
	return readMedia(resp, limit)
}

// elsewhere reads what Twilio has pointed to.
func (c *Client) elsewhere(ctx context.Context, at *url.URL, limit int64) (string, []byte, error) {
	if !keptByTwilio(at) {
		return "", nil, &provider.Error{Provider: name, Kind: provider.Refused, Code: "bad_redirect"}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return "", nil, &provider.Error{Provider: name, Kind: provider.Refused, Code: "bad_redirect"}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return "", nil, connectionFailure(false)
	}
	defer resp.Body.Close()
	return readMedia(resp, limit)
}

func keptByTwilio(at *url.URL) bool {
	for _, host := range mediaHosts {
		if at.Scheme == "https" && at.Port() == "" && at.User == nil && strings.HasSuffix(strings.ToLower(at.Hostname()), host) {
			return true
		}
	}
	return false
}

func readMedia(resp *http.Response, limit int64) (string, []byte, error) {
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return "", nil, errors.Join(message.ErrAbsent, refusal(resp))
	default:
		return "", nil, refusal(resp)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return "", nil, connectionFailure(false)
	}
	return resp.Header.Get("Content-Type"), body, nil
}
