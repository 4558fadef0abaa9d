package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// Canonical JSON is the one form that is hashed: members sorted by the bytes of their names, no white space, strings as Go's encoding/json writes them without
// its escapes for HTML (so only quotes, backslashes, control characters, U+2028 and U+2029 are escaped), numbers as whole numbers in decimal. All names are ASCII,
// so apart from those two characters it is what RFC 8785 describes.

// canonical is the canonical JSON of a value of ours.
func canonical(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return normalise(raw)
}

// normalise brings any JSON into its canonical form. It refuses what two readers could read differently: a name that stands twice, invalid UTF-8,
// a number that is not whole, text after the end.
func normalise(raw []byte) ([]byte, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("it is not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var out bytes.Buffer
	if err := copyValue(decoder, &out, 0); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is something after its end")
	}
	return out.Bytes(), nil
}

const maxDepth = 32

func copyValue(decoder *json.Decoder, out *bytes.Buffer, depth int) error {
	if depth > maxDepth {
		return errors.New("it is nested too deeply")
	}
	token, err := decoder.Token()
	if err != nil {
		return errors.New("it is not JSON")
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return copyObject(decoder, out, depth)
		}
		return copyArray(decoder, out, depth)
	case json.Number:
		return copyNumber(token, out)
	default:
		return encode(out, token)
	}
}

func copyArray(decoder *json.Decoder, out *bytes.Buffer, depth int) error {
	out.WriteByte('[')
	for first := true; decoder.More(); first = false {
		if !first {
			out.WriteByte(',')
		}
		if err := copyValue(decoder, out, depth+1); err != nil {
			return err
		}
	}
	out.WriteByte(']')
	_, err := decoder.Token()
	return notJSON(err)
}

func copyObject(decoder *json.Decoder, out *bytes.Buffer, depth int) error {
	members := map[string][]byte{}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return notJSON(err)
		}
		if _, twice := members[name.(string)]; twice {
			return fmt.Errorf("%q stands in it twice", name)
		}
		var value bytes.Buffer
		if err := copyValue(decoder, &value, depth+1); err != nil {
			return err
		}
		members[name.(string)] = value.Bytes()
	}
	if _, err := decoder.Token(); err != nil {
		return notJSON(err)
	}
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	out.WriteByte('{')
	for i, name := range names {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := encode(out, name); err != nil {
			return err
		}
		out.WriteByte(':')
		out.Write(members[name])
	}
	out.WriteByte('}')
	return nil
}

func copyNumber(number json.Number, out *bytes.Buffer) error {
	for i, c := range []byte(number) {
		if (c < '0' || c > '9') && (i > 0 || c != '-') {
			return fmt.Errorf("%s is not a whole number", number)
		}
	}
	out.WriteString(number.String())
	return nil
}

func encode(out *bytes.Buffer, v any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err
	}
	out.Truncate(out.Len() - 1) // the encoder's line break
	return nil
}

func notJSON(err error) error {
	if err != nil {
		return errors.New("it is not JSON")
	}
	return nil
}
