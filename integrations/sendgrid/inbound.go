package sendgrid

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"

	"countersign/core/channel"
	"countersign/core/message"
)

// ErrNotMail is returned for a post that holds nothing.
var ErrNotMail = errors.New("sendgrid: nothing was posted")

// longestMail is how much of a mail is kept, in characters.
const longestMail = 20_000

// longestAddress is how much of a From is kept that is no address, in characters.
const longestAddress = 300

// ParseInbound reads a post of the Inbound Parse webhook. Whatever came is a message: one whose sender or mailbox cannot be read is Unreadable and holds as
// much of it as can be shown.
func ParseInbound(contentType string, body io.Reader) (message.Inbound, error) {
	fields, raw := readForm(contentType, body)
	if len(raw) == 0 {
		return message.Inbound{}, ErrNotMail
	}
	headers, written := fields["headers"], newWords(fields)
	if headers == "" && fields["email"] != "" {
		headers, written = fields["email"], textBelow(fields["email"])
	}
	var envelope *struct {
		To   []string `json:"to"`
		From string   `json:"from"`
	}
	if json.Unmarshal([]byte(fields["envelope"]), &envelope) != nil || envelope == nil {
		envelope = &struct {
			To   []string `json:"to"`
			From string   `json:"from"`
		}{From: "unreadable"} // not empty, which is how a bounce is told
	}
	header := readHeader(headers)
	from, single, known := author(header, fields["from"])
	in := message.Inbound{
		ProviderID: messageID(header, headers, raw), Transport: channel.Email, From: cut(from, longestAddress), To: recipient(envelope.To),
		Subject: cut(subject(header, fields), 300), Body: cut(written, longestMail), Automatic: automatic(header, envelope.From),
	}
	in.Unreadable = !known || in.To == "" || fields["email"] != ""
	in.Authentic = !in.Unreadable && single && authentic(domainOf(from), signers(header, fields["dkim"]), fields["SPF"], domainOf(envelope.From))
	if in.Unreadable && in.Body == "" && in.Subject == "" {
		in.Body = cut(strings.TrimSpace(decode(raw, "")), longestMail)
	}
	if at, err := header.Date(); err == nil {
		in.At = at.UTC()
	}
	return in, nil
}

// subject is the mail's subject: as SendGrid read it, or else as it stands in the header.
func subject(header mail.Header, fields map[string]string) string {
	if read := readWords(fields["subject"]); read != "" {
		return read
	}
	return readWords(header.Get("Subject"))
}

// textBelow is what stands below a mail's header.
func textBelow(mail string) string {
	_, below, _ := strings.Cut(strings.ReplaceAll(strings.TrimLeft(mail, "\r\n"), "\r\n", "\n"), "\n\n")
	return strings.TrimSpace(below)
}

// messageID is the mail's own id, or one that is made of its headers, which are the same when it is brought again. Where there are none, it is made of the
// whole post: SendGrid's boundary makes another mail of it each time, which is better than none.
func messageID(header mail.Header, headers string, raw []byte) string {
	if id := strings.TrimSpace(header.Get("Message-Id")); id != "" && len(id) <= 500 {
		return id
	}
	if headers == "" {
		headers = string(raw)
	}
	sum := sha256.Sum256([]byte(headers))
	return "headers:" + hex.EncodeToString(sum[:])
}

// automatic reports a mail that a machine wrote: RFC 3834 section 5, and what came before it. A bounce has no envelope sender.
func automatic(header mail.Header, envelopeFrom string) bool {
	if submitted, _, _ := strings.Cut(header.Get("Auto-Submitted"), ";"); !slices.Contains([]string{"", "no"}, strings.ToLower(strings.TrimSpace(submitted))) {
		return true
	}
	for unwanted := range strings.SplitSeq(strings.ToLower(header.Get("X-Auto-Response-Suppress")), ",") {
		if unwanted = strings.TrimSpace(unwanted); unwanted == "all" || unwanted == "autoreply" {
			return true
		}
	}
	switch strings.ToLower(strings.TrimSpace(header.Get("Precedence"))) {
	case "bulk", "junk", "list", "auto_reply", "auto-reply":
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
func authentic(from string, signed []string, spf, envelope string) bool {
	if slices.ContainsFunc(signed, func(domain string) bool { return aligned(domain, from) }) {
		return true
	}
	return strings.EqualFold(strings.TrimSpace(spf), "pass") && aligned(envelope, from)
}

// signers are the domains with a good signature in "{@example.com : pass, @other.example : fail}". A bad signature takes nothing from a good one, not even of
// the same domain: lists and gateways break one of several. RFC 6376 section 6.1, RFC 7489 section 3.1.1.
// SendGrid writes the domains as their signatures name them. Where one is not a domain but reads as verdicts, no verdict counts.
func signers(header mail.Header, dkim string) (domains []string) {
	if slices.ContainsFunc(header["Dkim-Signature"], namesNoDomain) {
		return nil
	}
	for entry := range strings.SplitSeq(strings.Trim(strings.TrimSpace(dkim), "{}"), ",") {
		domain, verdict, _ := strings.Cut(entry, ":")
		domain = strings.TrimPrefix(strings.TrimSpace(domain), "@")
		if domain != "" && strings.EqualFold(strings.TrimSpace(verdict), "pass") {
			domains = append(domains, domain)
		}
	}
	return domains
}

// namesNoDomain reports a signature (DKIM-Signature) whose tag d holds what stands between verdicts.
func namesNoDomain(signature string) bool {
	for tag := range strings.SplitSeq(signature, ";") {
		name, domain, _ := strings.Cut(tag, "=")
		if strings.TrimSpace(name) == "d" && strings.ContainsAny(strings.TrimSpace(domain), "@,:{} \t\"") {
			return true
		}
	}
	return false
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
