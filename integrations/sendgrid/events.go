package sendgrid

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"countersign/core/message"
)

// meaning is what an event says about a send.
type meaning struct {
	status   message.Status
	optedOut bool
}

// meanings maps SendGrid's events to ours. "processed" means the mail passed SendGrid's own checks and is on its way, which is more than the
// 202 that accepted it; "deferred" says only that it is still there. Opens and clicks are absent: scanners cause them.
// A complaint or an unsubscription follows a delivery, and so may a bounce: a server may take a mail and send it back later. https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
var meanings = map[string]meaning{
	"processed":         {status: message.Sent},
	"deferred":          {status: message.Accepted},
	"delivered":         {status: message.Delivered},
	"bounce":            {status: message.Failed},
	"dropped":           {status: message.Failed},
	"spamreport":        {status: message.Delivered, optedOut: true},
	"unsubscribe":       {status: message.Delivered, optedOut: true},
	"group_unsubscribe": {status: message.Delivered, optedOut: true},
}

// dropReasons maps why SendGrid dropped a mail to a code of ours; SendGrid's sentence may quote the address, so it is never kept.
var dropReasons = map[string]struct {
	code     string
	optedOut bool
}{
	"bounced address":        {code: "bounced_address"},
	"invalid":                {code: "invalid_address"},
	"unsubscribed address":   {code: "unsubscribed", optedOut: true},
	"spam reporting address": {code: "spam_reported", optedOut: true},
	"spam content":           {code: "spam_content"},
}

// enhancedStatus is a mail server's status code, RFC 3463.
var enhancedStatus = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}$`)

type event struct {
	Event     string `json:"event"`
	EventID   string `json:"sg_event_id"`
	MessageID string `json:"sg_message_id"`
	Outbound  string `json:"outbound"`
	Timestamp int64  `json:"timestamp"` // Unix seconds
	Reason    string `json:"reason"`
	Status    string `json:"status"`
	Type      string `json:"type"` // of a bounce: "bounce" for good, "blocked" for now
}

// ParseEvents reads a verified webhook. Events of other senders of the account (without our id), events that say nothing about delivery and
// single events that cannot be read are left out: SendGrid repeats a refused batch whole, so one odd event must not hold up the rest.
func ParseEvents(body []byte) ([]message.Delivery, error) {
	var raw []json.RawMessage
	if json.Unmarshal(body, &raw) != nil || raw == nil {
		return nil, ErrBody
	}
	var reports []message.Delivery
	for _, one := range raw {
		var e event
		if json.Unmarshal(one, &e) != nil || e.Outbound == "" || e.EventID == "" {
			continue
		}
		if means, ok := meanings[e.Event]; ok {
			reports = append(reports, e.delivery(means))
		}
	}
	return reports, nil
}

func (e event) delivery(means meaning) message.Delivery {
	// sg_message_id is X-Message-Id, a dot and the path the mail took inside SendGrid.
	providerID, _, _ := strings.Cut(e.MessageID, ".")
	report := message.Delivery{
		EventKey:   e.EventID,
		OutboundID: e.Outbound,
		ProviderID: providerID,
		Status:     means.status,
		At:         time.Unix(e.Timestamp, 0).UTC(),
		OptedOut:   means.optedOut,
	}
	switch e.Event {
	case "bounce":
		report.ErrorCode, report.Returned = bounceCode(e), true
	case "dropped":
		report.ErrorCode = "dropped"
		if known, ok := dropReasons[strings.ToLower(e.Reason)]; ok {
			report.ErrorCode, report.OptedOut = known.code, known.optedOut
		}
	}
	return report
}

// bounceCode prefers the mail server's own code to SendGrid's word.
func bounceCode(e event) string {
	switch {
	case enhancedStatus.MatchString(e.Status):
		return e.Status
	case e.Type == "blocked":
		return "blocked"
	default:
		return "bounce"
	}
}
