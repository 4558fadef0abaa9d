package sendgrid

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/encoding/htmlindex"

	"countersign/core/channel"
	"countersign/core/message"
)

// ErrNotMail is returned for a post that is no mail of a client.
var ErrNotMail = errors.New("sendgrid: not an inbound mail")

const (
	// fieldLimit bounds one field of the form, in bytes; mostParts the number of parts.
	fieldLimit = 1 << 20
	mostParts  = 200
	// longestMail is how much of a mail is kept, in characters.
	longestMail = 20_000
)

// wanted are the fields that are read; attachments and reports are passed over. https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
var wanted = map[string]bool{"headers": true, "from": true, "subject": true, "text": true, "html": true, "envelope": true, "charsets": true, "dkim": true, "SPF": true}

// ParseInbound reads a post of the Inbound Parse webhook.
func ParseInbound(contentType string, body io.Reader) (message.Inbound, error) {
	fields, err := readFields(contentType, body)
	if err != nil {
		return message.Inbound{}, err
	}
	var envelope struct {
		To   []string `json:"to"`
		From string   `json:"from"`
	}
	if json.Unmarshal([]byte(fields["envelope"]), &envelope) != nil || len(envelope.To) == 0 {
		return message.Inbound{}, ErrNotMail
	}
	header := readHeader(fields["headers"])
	from, single := sender(header, fields["from"])
	to, err := mail.ParseAddress(envelope.To[0])
	if err != nil || from == "" {
		return message.Inbound{}, ErrNotMail
	}
	in := message.Inbound{
		ProviderID: messageID(header, fields["headers"]), Transport: channel.Email, From: from, To: strings.ToLower(to.Address), Subject: cut(line(fields["subject"]), 300),
		Body: cut(newWords(fields), longestMail), Automatic: automatic(header, envelope.From),
		Authentic: single && authentic(domainOf(from), fields["dkim"], fields["SPF"], domainOf(envelope.From)),
	}
	if at, err := header.Date(); err == nil {
		in.At = at.UTC()
	}
	return in, nil
}

// readFields collects the wanted fields, each in UTF-8.
func readFields(contentType string, body io.Reader) (map[string]string, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return nil, ErrNotMail
	}
	reader, raw := multipart.NewReader(body, params["boundary"]), map[string][]byte{}
	for range mostParts {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return inUTF8(raw), nil
		}
		if err != nil {
			return nil, ErrNotMail
		}
		name := part.FormName()
		if _, known := raw[name]; known || !wanted[name] || part.FileName() != "" {
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, fieldLimit))
		if err != nil {
			return nil, ErrNotMail
		}
		raw[name] = value
	}
	return nil, ErrNotMail
}

// inUTF8 reads each field in the character set that "charsets" names for it.
func inUTF8(raw map[string][]byte) map[string]string {
	charsets := map[string]string{}
	_ = json.Unmarshal(raw["charsets"], &charsets)
	fields := make(map[string]string, len(raw))
	for name, value := range raw {
		if named := charsets[name]; named != "" && !strings.EqualFold(named, "utf-8") {
			if known, err := htmlindex.Get(named); err == nil {
				if read, err := known.NewDecoder().Bytes(value); err == nil {
					value = read
				}
			}
		}
		fields[name] = strings.ReplaceAll(strings.ToValidUTF8(string(value), "\uFFFD"), "\x00", "")
	}
	return fields
}

func readHeader(text string) mail.Header {
	parsed, err := mail.ReadMessage(strings.NewReader(strings.TrimLeft(text, "\r\n") + "\r\n\r\n"))
	if err != nil {
		return mail.Header{}
	}
	return parsed.Header
}

// sender is who wrote by the From header. A mail that names several, or has several such headers, proves nobody.
func sender(header mail.Header, field string) (address string, single bool) {
	named := header[textproto.CanonicalMIMEHeaderKey("From")]
	if len(named) == 0 {
		named = []string{field}
	}
	list, err := mail.ParseAddressList(named[0])
	if err != nil || len(list) == 0 {
		return "", false
	}
	return list[0].Address, len(named) == 1 && len(list) == 1
}

// messageID is the mail's own id, or one that is made of its headers, which are the same when it is brought again.
func messageID(header mail.Header, headers string) string {
	if id := strings.TrimSpace(header.Get("Message-Id")); id != "" && len(id) <= 500 {
		return id
	}
	sum := sha256.Sum256([]byte(headers))
	return "headers:" + hex.EncodeToString(sum[:])
}

// automatic reports a mail that a machine wrote: RFC 3834 section 5, and what came before it. A bounce has no envelope sender.
func automatic(header mail.Header, envelopeFrom string) bool {
	if submitted := strings.ToLower(strings.TrimSpace(header.Get("Auto-Submitted"))); submitted != "" && submitted != "no" {
		return true
	}
	switch strings.ToLower(strings.TrimSpace(header.Get("Precedence"))) {
	case "bulk", "junk", "list", "auto_reply":
		return true
	}
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "List-Id", "List-Unsubscribe"} {
		if header.Get(name) != "" {
			return true
		}
	}
	return strings.Trim(envelopeFrom, "<> ") == ""
}

// authentic accepts a sender whose domain signed the mail (DKIM), or whose envelope's server may send for it (SPF), where that domain is aligned with From:
// DMARC's relaxed alignment, RFC 7489 section 3.1.
func authentic(from, dkim, spf, envelope string) bool {
	for domain, verdict := range verdicts(dkim) {
		if verdict == "pass" && aligned(domain, from) {
			return true
		}
	}
	return strings.EqualFold(strings.TrimSpace(spf), "pass") && aligned(envelope, from)
}

// verdicts reads "{@example.com : pass, @other.example : fail}". A domain that stands twice has the worse verdict.
func verdicts(dkim string) map[string]string {
	found := map[string]string{}
	for entry := range strings.SplitSeq(strings.Trim(strings.TrimSpace(dkim), "{}"), ",") {
		domain, verdict, ok := strings.Cut(entry, ":")
		domain = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(domain), "@"))
		if !ok || domain == "" {
			continue
		}
		verdict = strings.ToLower(strings.TrimSpace(verdict))
		if known, twice := found[domain]; twice && known != "pass" {
			continue
		}
		found[domain] = verdict
	}
	return found
}

// aligned reports that two domains belong to one organisation.
func aligned(domain, from string) bool {
	a, errA := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(domain))
	b, errB := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(from))
	return errA == nil && errB == nil && a == b
}

func domainOf(address string) string {
	return strings.ToLower(strings.Trim(address[strings.LastIndexByte(address, '@')+1:], "<> "))
}

func line(text string) string { return strings.Join(strings.Fields(text), " ") }

func cut(text string, most int) string {
	if utf8.RuneCountInString(text) > most {
		return string([]rune(text)[:most])
	}
	return text
}
