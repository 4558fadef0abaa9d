package sendgrid

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
)

const (
	// fieldLimit bounds one field of the form, in bytes; mostParts the number of parts.
	fieldLimit = 1 << 20
	mostParts  = 500
	// rawLimit is how much is kept of a post that is no form, in bytes.
	rawLimit = 32 << 10
)

// wanted are the fields that are read; attachments and reports are passed over. "email" is there only where the whole mail is posted as it came.
// https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
var wanted = map[string]bool{
	"headers": true, "from": true, "to": true, "subject": true, "text": true, "html": true, "envelope": true, "charsets": true, "dkim": true, "SPF": true, "email": true,
}

// readForm collects the wanted fields, each in UTF-8. A form that breaks off gives what came before; raw is how a post began that is no form.
func readForm(contentType string, body io.Reader) (fields map[string]string, raw []byte) {
	began := &beginning{from: body}
	found := map[string][]byte{}
	if kind, params, err := mime.ParseMediaType(contentType); err == nil && kind == "multipart/form-data" && params["boundary"] != "" {
		found = readParts(multipart.NewReader(began, params["boundary"]))
	} else {
		_, _ = io.CopyN(io.Discard, began, rawLimit) // what did not come is not kept
	}
	charsets := map[string]string{}
	_ = json.Unmarshal(found["charsets"], &charsets) // without it the fields are read as UTF-8
	fields = make(map[string]string, len(found))
	for name, value := range found {
		fields[name] = decode(value, charsets[name])
	}
	return fields, began.kept.Bytes()
}

func readParts(form *multipart.Reader) map[string][]byte {
	found := map[string][]byte{}
	for range mostParts {
		part, err := form.NextPart()
		if err != nil {
			break
		}
		name := part.FormName()
		if _, known := found[name]; known || !wanted[name] || part.FileName() != "" {
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, fieldLimit))
		found[name] = value
		if err != nil {
			break
		}
	}
	return found
}

// beginning keeps how a stream begins.
type beginning struct {
	from io.Reader
	kept bytes.Buffer
}

func (b *beginning) Read(into []byte) (int, error) {
	n, err := b.from.Read(into)
	b.kept.Write(into[:max(0, min(n, rawLimit-b.kept.Len()))])
	if err != nil && !errors.Is(err, io.EOF) {
		return n, io.ErrUnexpectedEOF
	}
	return n, err
}
