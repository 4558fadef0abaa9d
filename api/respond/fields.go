package respond

import (
	"strings"
	"unicode/utf8"

	"countersign/api/gen"
	"countersign/core/contactsearch"
	"countersign/core/plaintext"
	"countersign/core/problem"
	"countersign/store"
)

// ReadName checks the name of a company or a person: it must be visible and searchable.
func ReadName(field, typed string) (string, []problem.Field) {
	name := strings.Join(strings.Fields(typed), " ")
	switch {
	case plaintext.HasHidden(name):
		return "", []problem.Field{{Field: field, Message: "The name holds invisible control characters: type it anew instead of pasting it."}}
	case contactsearch.SortName(name) == "":
		return "", []problem.Field{{Field: field, Message: "Give a name."}}
	}
	return name, nil
}

// Sentence makes a sentence of a reason.
func Sentence(err error) string {
	return plaintext.Capital(err.Error()) + "."
}

// longestText is the longest message a technician may write, in characters; Twilio refuses more (error 21617).
const longestText = 1600

// ReadText takes what a technician writes.
func ReadText(field, typed string) (string, []problem.Field) {
	body := strings.TrimSpace(typed)
	switch {
	case body == "":
		return "", []problem.Field{{Field: field, Message: "Write a text."}}
	case utf8.RuneCountInString(body) > longestText:
		return "", []problem.Field{{Field: field, Message: "Keep this under 1600 characters."}}
	}
	return body, nil
}

// BadCursor is the problem of a cursor that this list did not give out.
func BadCursor() *problem.Error {
	return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "cursor", Message: "Not a cursor of this list: begin with the first page again."})
}

// PageSize is how many items a page holds: what was asked for, or the default.
func PageSize(limit *gen.Limit) int { return store.PageSize(Value(limit)) }
