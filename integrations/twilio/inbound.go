package twilio

import (
	"errors"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/plaintext"
)

// ErrNotMessage is returned for a webhook that is no message of a client.
var ErrNotMessage = errors.New("twilio: not an inbound message")

const (
	// longestText in characters; Twilio joins segments up to this length.
	longestText = 1600
	// longestSender in characters, of one that is no number.
	longestSender = 100
	// mostMedia is how many files Twilio lets one message carry.
	mostMedia = 10
)

var (
	messageSID = regexp.MustCompile(`^(SM|MM)[0-9a-f]{32}$`)
	e164       = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
)

// optOuts are the values of OptOutType, which comes where an account uses Advanced Opt-Out.
var optOuts = map[string]bool{"STOP": true, "START": true, "HELP": true}

// ParseMessage reads the webhook of an inbound SMS or MMS, whose signature has been checked. Twilio tells no time of sending.
// https://www.twilio.com/docs/messaging/guides/webhook-request
func ParseMessage(form url.Values) (message.Inbound, error) {
	in := message.Inbound{
		ProviderID: form.Get("MessageSid"), Transport: channel.SMS, From: form.Get("From"), To: form.Get("To"), Body: readable(form.Get("Body")), Authentic: true,
	}
	if !messageSID.MatchString(in.ProviderID) {
		return message.Inbound{}, ErrNotMessage
	}
	if !e164.MatchString(in.From) || !e164.MatchString(in.To) { // of a short code, a name, or another network
		in.From, in.To = plaintext.Line(in.From, longestSender), plaintext.Line(in.To, longestSender)
		in.Unreadable, in.Authentic = true, false
	}
	if said := strings.ToUpper(form.Get("OptOutType")); optOuts[said] {
		in.OptOut = said
	}
	files, err := strconv.Atoi(form.Get("NumMedia"))
	if err != nil || files < 0 {
		files = 0
	}
	for i := range min(files, mostMedia) {
		n := strconv.Itoa(i)
		if address := form.Get("MediaUrl" + n); address != "" {
			in.Media = append(in.Media, message.Media{URL: address, ContentType: plaintext.Line(form.Get("MediaContentType"+n), longestSender)})
		}
	}
	return in, nil
}

// readable is a text without bytes that are no characters and without NUL, which Postgres does not keep, cut to what one message holds.
func readable(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "")
	if utf8.RuneCountInString(text) > longestText {
		text = string([]rune(text)[:longestText])
	}
	return text
}
