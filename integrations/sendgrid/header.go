package sendgrid

import (
	"net/mail"
	"net/textproto"
	"strings"
)

// readHeader reads a mail's header line by line. A line without a colon is no field and costs its neighbours nothing.
func readHeader(text string) mail.Header {
	header, last := mail.Header{}, ""
	for one := range strings.Lines(strings.TrimLeft(text, "\r\n")) {
		one = strings.TrimRight(one, "\r\n")
		if one == "" {
			break
		}
		if folded := one[0] == ' ' || one[0] == '\t'; folded {
			if values := header[last]; len(values) > 0 {
				values[len(values)-1] += " " + strings.TrimSpace(one)
			}
			continue
		}
		name, value, isField := strings.Cut(one, ":")
		last = ""
		if name = strings.TrimRight(name, " \t"); isField && name != "" && !strings.ContainsAny(name, " \t") {
			last = textproto.CanonicalMIMEHeaderKey(name)
			header[last] = append(header[last], strings.TrimSpace(value))
		}
	}
	return header
}

// author is who wrote by the From header. single is false for a mail that names several, or has several such headers: it proves nobody. Where no address can
// be read, the text that stands there is returned with ok false.
func author(header mail.Header, field string) (address string, single, ok bool) {
	named := header["From"]
	if len(named) == 0 {
		named = []string{field}
	}
	list, err := (&mail.AddressParser{WordDecoder: words}).ParseList(named[0])
	if err != nil || len(list) == 0 {
		return readWords(named[0]), false, false
	}
	return list[0].Address, len(named) == 1 && len(list) == 1, true
}

// recipient is our mailbox that the mail was brought to: the first of the envelope that can be read, "" for none.
func recipient(envelope []string) string {
	for _, one := range envelope {
		if to, err := (&mail.AddressParser{WordDecoder: words}).Parse(one); err == nil {
			return strings.ToLower(to.Address)
		}
	}
	return ""
}
