package gate

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"countersign/core/plaintext"
	"countersign/core/problem"
)

// The description says of a text by x-text what it may hold. A text of which it says nothing is a name, a word or an id: one line, and nothing in it that nobody
// sees.
const (
	textExtension = "x-text"
	textLines     = "lines" // several lines
	textRaw       = "raw"   // a secret, or what a parser of its own reads: stays as it came
)

// cleanText brings each text of a body into the form in which it may be kept, so that no name of anybody's begins a line of a note or turns what stands beside
// it. Names with characters that nobody sees are refused: whoever pasted them does not know of them.
func cleanText(r *http.Request, op Operation, body []byte) error {
	if op.Route.Operation.RequestBody == nil {
		return nil
	}
	media := op.Route.Operation.RequestBody.Value.Content.Get("application/json")
	var value any
	from := json.NewDecoder(bytes.NewReader(body))
	from.UseNumber()
	if media == nil || media.Schema == nil || from.Decode(&value) != nil || !errors.Is(skipSpace(from), io.EOF) {
		return nil // validation says what is wrong with it
	}
	cleaner := textCleaner{}
	value = cleaner.clean(media.Schema.Value, value, nil)
	if len(cleaner.hidden) > 0 {
		return problem.Invalid(problem.ValidationFailed, cleaner.hidden...)
	}
	if !cleaner.changed {
		return nil
	}
	cleaned, err := json.Marshal(value)
	if err == nil {
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(cleaned)), int64(len(cleaned))
	}
	return err
}

// skipSpace is io.EOF where nothing but white space follows.
func skipSpace(from *json.Decoder) error {
	_, err := from.Token()
	return err
}

// textCleaner walks through a body along its schema.
type textCleaner struct {
	changed bool
	hidden  []problem.Field
}

func (t *textCleaner) clean(schema *openapi3.Schema, value any, path []string) any {
	switch v := value.(type) {
	case string:
		return t.text(schema, v, path)
	case []any:
		for i := range v {
			v[i] = t.clean(itemsOf(schema), v[i], append(slices.Clone(path), "0"))
		}
	case map[string]any:
		for name := range v {
			v[name] = t.clean(memberOf(schema, name), v[name], append(slices.Clone(path), name))
		}
	}
	return value
}

func (t *textCleaner) text(schema *openapi3.Schema, text string, path []string) string {
	kind := ""
	if schema != nil {
		kind, _ = schema.Extensions[textExtension].(string)
		if schema.Format == "uuid" || schema.Format == "date-time" || schema.Pattern != "" || len(schema.Enum) > 0 {
			kind = textRaw // nothing but the right form passes
		}
	}
	kept := text
	switch kind {
	case textRaw:
	case textLines:
		kept = plaintext.Lines(text)
	default:
		if plaintext.HasHidden(text) {
			t.hidden = append(t.hidden, problem.Field{Field: fieldPath(path), Message: "Holds invisible control characters: type it anew instead of pasting it."})
			return text
		}
		kept = plaintext.Line(text, len(text))
	}
	t.changed = t.changed || kept != text
	return kept
}

func itemsOf(schema *openapi3.Schema) *openapi3.Schema {
	if schema == nil || schema.Items == nil {
		return nil
	}
	return schema.Items.Value
}

func memberOf(schema *openapi3.Schema, name string) *openapi3.Schema {
	switch {
	case schema == nil:
		return nil
	case schema.Properties[name] != nil:
		return schema.Properties[name].Value
	case schema.AdditionalProperties.Schema != nil:
		return schema.AdditionalProperties.Schema.Value
	}
	return nil
}
