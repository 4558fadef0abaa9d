package twilio

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"countersign/core/message"
)

var _ message.Receiver = (*Client)(nil)

// Received lists the messages that came to a number of the account since a time, the oldest first, as their webhooks would have told them: all but the
// carrier's reading of STOP and START, which lists do not hold. Its error is a *provider.Error.
// https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func (c *Client) Received(ctx context.Context, number string, since time.Time) ([]message.Inbound, error) {
	params := &openapi.ListMessageParams{}
	params.SetTo(number).SetDateSentAfter(since.UTC().Add(-clockSkew)).SetPageSize(pageSize)
	api := c.api(ctx)
	rows, err := every(func(at pageRef) ([]openapi.ApiV2010Message, *string, error) {
		page, err := api.PageMessage(params, at.token, at.number)
		if err != nil {
			return nil, nil, err
		}
		return page.Messages, page.NextPageUri, nil
	})
	if err != nil {
		return nil, err
	}
	var held []message.Inbound
	for _, row := range slices.Backward(rows) {
		if text(row.Direction) != "inbound" {
			continue
		}
		in, err := c.received(ctx, row)
		if err != nil {
			return nil, err
		}
		held = append(held, in)
	}
	return held, nil
}

// received is a row of the list as the webhook's form, which has one reader.
func (c *Client) received(ctx context.Context, row openapi.ApiV2010Message) (message.Inbound, error) {
	form := url.Values{"MessageSid": {text(row.Sid)}, "From": {text(row.From)}, "To": {text(row.To)}, "Body": {text(row.Body)}}
	if n, err := strconv.Atoi(text(row.NumMedia)); err == nil && n > 0 {
		files, err := c.filesOf(ctx, text(row.Sid))
		if err != nil {
			return message.Inbound{}, err
		}
		form.Set("NumMedia", strconv.Itoa(len(files)))
		for i, file := range files {
			form.Set(fmt.Sprintf("MediaUrl%d", i), fmt.Sprintf("%s/2010-04-01/Accounts/%s/Messages/%s/Media/%s", DefaultBaseURL, c.accountSID, text(row.Sid), file.SID))
			form.Set(fmt.Sprintf("MediaContentType%d", i), file.ContentType)
		}
	}
	in, err := ParseMessage(form)
	if err != nil {
		return message.Inbound{}, unreadable()
	}
	if sent, err := time.Parse(time.RFC1123Z, text(row.DateSent)); err == nil {
		in.At = sent.UTC()
	}
	return in, nil
}

// listedFile is a file of a message in its list.
type listedFile struct {
	SID         string `json:"sid"`
	ContentType string `json:"content_type"`
}

// filesOf lists the files of a message. https://www.twilio.com/docs/messaging/api/media-resource#read-multiple-media-resources
func (c *Client) filesOf(ctx context.Context, sid string) ([]listedFile, error) {
	resp, err := (&transport{ctx: ctx, client: c}).SendRequest(http.MethodGet, fmt.Sprintf("%s/2010-04-01/Accounts/%s/Messages/%s/Media.json", DefaultBaseURL, c.accountSID, sid), url.Values{}, nil)
	if err != nil {
		return nil, failure(err)
	}
	defer resp.Body.Close()
	var page struct {
		Files []listedFile `json:"media_list"`
	}
	if json.NewDecoder(resp.Body).Decode(&page) != nil {
		return nil, unreadable()
	}
	return page.Files, nil
}
