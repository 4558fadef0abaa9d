package twiliotest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// verb is one element of a TwiML document.
type verb struct {
	name   string
	attrs  map[string]string
	text   string
	nested []verb
}

// grammar is what this fake understands of TwiML voice. https://www.twilio.com/docs/voice/twiml
var grammar = map[string]struct {
	attrs  []string
	nested []string
}{
	"Say":      {attrs: []string{"voice", "language", "loop"}},
	"Pause":    {attrs: []string{"length"}},
	"Hangup":   {},
	"Redirect": {attrs: []string{"method"}},
	"Gather": {
		attrs:  []string{"input", "action", "method", "timeout", "numDigits", "finishOnKey", "actionOnEmptyResult", "language"},
		nested: []string{"Say", "Pause"},
	},
	"Dial":   {attrs: []string{"action", "method", "timeout", "timeLimit", "answerOnBridge", "callerId"}, nested: []string{"Number"}},
	"Number": {},
}

// parseTwiML reads a document strictly: one Response, only known verbs and attributes, whole numbers where they belong.
func parseTwiML(document []byte) ([]verb, error) {
	decoder := xml.NewDecoder(strings.NewReader(string(document)))
	root, err := nextElement(decoder)
	if err != nil {
		return nil, fmt.Errorf("the document has no root: %w", err)
	}
	if root.Name.Local != "Response" {
		return nil, fmt.Errorf("the root is <%s>, not <Response>", root.Name.Local)
	}
	verbs, _, err := children(decoder, []string{"Say", "Pause", "Hangup", "Redirect", "Gather", "Dial"})
	if err != nil {
		return nil, err
	}
	if extra, err := nextElement(decoder); err == nil {
		return nil, fmt.Errorf("<%s> stands after </Response>", extra.Name.Local)
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	return verbs, nil
}

func nextElement(decoder *xml.Decoder) (xml.StartElement, error) {
	for {
		token, err := decoder.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, ok := token.(xml.StartElement); ok {
			return start, nil
		}
	}
}

// children reads up to the end of the element that is open and returns its elements and its text.
func children(decoder *xml.Decoder, allowed []string) (verbs []verb, text string, err error) {
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil, "", err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return verbs, strings.TrimSpace(text), nil
		case xml.CharData:
			text += string(t)
		case xml.StartElement:
			if !slices.Contains(allowed, t.Name.Local) {
				return nil, "", fmt.Errorf("<%s> is not allowed here", t.Name.Local)
			}
			v, err := readVerb(decoder, t)
			if err != nil {
				return nil, "", err
			}
			verbs = append(verbs, v)
		}
	}
}

func readVerb(decoder *xml.Decoder, start xml.StartElement) (verb, error) {
	v := verb{name: start.Name.Local, attrs: map[string]string{}}
	for _, attr := range start.Attr {
		if !slices.Contains(grammar[v.name].attrs, attr.Name.Local) {
			return verb{}, fmt.Errorf("<%s> knows no attribute %q", v.name, attr.Name.Local)
		}
		v.attrs[attr.Name.Local] = attr.Value
	}
	for _, number := range []string{"loop", "length", "timeout", "timeLimit", "numDigits"} {
		if given, ok := v.attrs[number]; ok {
			if n, err := strconv.Atoi(given); err != nil || n < 0 {
				return verb{}, fmt.Errorf("%s=%q of <%s> is not a whole number", number, given, v.name)
			}
		}
	}
	nested, text, err := children(decoder, grammar[v.name].nested)
	if err != nil {
		return verb{}, err
	}
	v.nested, v.text = nested, text
	if v.name == "Say" && text == "" {
		return verb{}, errors.New("<Say> says nothing")
	}
	if v.name == "Dial" && (len(nested) != 1 || !e164.MatchString(nested[0].text)) {
		return verb{}, errors.New("<Dial> needs one <Number> in E.164 form")
	}
	return v, nil
}

// number returns a whole-numbered attribute or its default.
func (v verb) number(name string, otherwise int) int {
	n, err := strconv.Atoi(v.attrs[name])
	if err != nil {
		return otherwise
	}
	return n
}

// or returns an attribute or its default.
func (v verb) or(name, otherwise string) string {
	if given := v.attrs[name]; given != "" {
		return given
	}
	return otherwise
}
