package gate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/core/plaintext"
	"countersign/core/problem"
)

// validate holds a request against the API description, so that handlers see only what the description allows.
func validate(c *gin.Context, op Operation, params map[string]string) error {
	if err := checkContentType(c.Request, op); err != nil {
		return err
	}
	input := &openapi3filter.RequestValidationInput{
		Request: c.Request, PathParams: params, Route: &op.Route,
		Options: &openapi3filter.Options{
			MultiError:         true,
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, // the gate has done it
			KeepValidatedValue: true,
			SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.DisableSchemaErrorDetails(), openapi3.EnableFormatValidation(), openapi3.WithStringFormatValidator("uuid", uuidFormat{}),
				openapi3.WithStringFormatValidator("ticket-id", ticketIDFormat{})},
		},
	}
	if err := openapi3filter.ValidateRequest(c.Request.Context(), input); err != nil {
		return describe(err)
	}
	return refuseNUL(c.Request)
}

func pathParams(c *gin.Context) map[string]string {
	params := map[string]string{}
	for _, p := range c.Params {
		params[p.Key] = p.Value
	}
	return params
}

// checkContentType is stricter than "some JSON": browsers can send text/plain across origins without asking first.
func checkContentType(r *http.Request, op Operation) error {
	described := op.Route.Operation.RequestBody
	if described == nil || r.ContentLength == 0 && !described.Value.Required {
		return nil
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return problem.New(problem.Unsupported, "")
	}
	return nil
}

type uuidFormat struct{}

func (uuidFormat) Validate(value string) error {
	if len(value) != 36 {
		return errors.New("not an id")
	}
	_, err := uuid.Parse(value)
	return err
}

type ticketIDFormat struct{}

func (ticketIDFormat) Validate(value string) error {
	if value != "" && !plaintext.IsTicketID(value) {
		return errors.New("not the id of a ticket")
	}
	return nil
}

// readBody takes the whole body into memory, within the limit, so that it can be read more than once.
func readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			return nil, err
		}
		return nil, problem.New(problem.InvalidRequest, "The request broke off.")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	return body, nil
}

// refuseUnstorable refuses text that Postgres cannot store: NUL, and bytes that are no UTF-8. A path with such text names nothing.
func refuseUnstorable(c *gin.Context, body []byte) error {
	for _, p := range c.Params {
		if !plaintext.IsStorable(p.Value) {
			return problem.New(problem.NotFound, "")
		}
	}
	for name, values := range c.Request.URL.Query() {
		if !plaintext.IsStorable(name) {
			return problem.New(problem.InvalidRequest, "The query contains bytes that are no UTF-8.")
		}
		if !every(values, plaintext.IsStorable) {
			return problem.Invalid(problem.ValidationFailed, problem.Field{Field: name, Message: "Contains a character that cannot be kept."})
		}
	}
	if !utf8.Valid(body) {
		return problem.New(problem.InvalidRequest, "The body is not UTF-8.")
	}
	return nil
}

// refuseNUL refuses a body with the one character that JSON can write and Postgres cannot store. The body has been validated.
func refuseNUL(r *http.Request) error {
	if body, ok := r.Body.(interface{ ValidatedValue() any }); ok && findNUL(body.ValidatedValue()) {
		return problem.New(problem.ValidationFailed, "The text contains a character (NUL) that cannot be kept.")
	}
	return nil
}

func every[T any](values []T, is func(T) bool) bool {
	return !slices.ContainsFunc(values, func(v T) bool { return !is(v) })
}

func findNUL(value any) bool {
	switch v := value.(type) {
	case string:
		return !plaintext.IsStorable(v)
	case []any:
		return slices.ContainsFunc(v, findNUL)
	case map[string]any:
		for key, inner := range v {
			if !plaintext.IsStorable(key) || findNUL(inner) {
				return true
			}
		}
	}
	return false
}

// describe puts the validator's findings into words of ours. It never repeats a value: it may be a password.
func describe(err error) error {
	found := flatten(err)
	fields := []problem.Field{}
	for _, f := range found {
		request, ok := errors.AsType[*openapi3filter.RequestError](f.err)
		if !ok && f.schema == nil {
			return problem.New(problem.InvalidRequest, "")
		}
		switch {
		case f.schema != nil:
			fields = append(fields, problem.Field{Field: f.name(), Message: sentence(f.schema)})
		case request.Parameter != nil && request.Parameter.In == openapi3.ParameterInPath:
			return problem.New(problem.NotFound, "")
		case request.Parameter != nil:
			fields = append(fields, problem.Field{Field: request.Parameter.Name, Message: "Cannot be read."})
		case errors.Is(request.Err, openapi3filter.ErrInvalidRequired):
			return problem.New(problem.InvalidRequest, "Send a JSON body.")
		default:
			return problem.New(problem.InvalidRequest, "The body is not JSON.")
		}
		if request != nil && request.Parameter != nil && request.Parameter.In == openapi3.ParameterInPath {
			return problem.New(problem.NotFound, "") // an id that cannot be one names nothing
		}
	}
	return problem.Invalid(problem.ValidationFailed, fields...)
}

// finding is one thing that is wrong, with the request part it stands in.
type finding struct {
	err    error // what it came wrapped in
	schema *openapi3.SchemaError
}

func (f finding) name() string {
	if request, ok := errors.AsType[*openapi3filter.RequestError](f.err); ok && request.Parameter != nil {
		return request.Parameter.Name
	}
	return fieldPath(f.schema.JSONPointer())
}

func flatten(err error) []finding {
	switch e := err.(type) { //nolint:errorlint // the validator never wraps
	case openapi3.MultiError:
		all := []finding{}
		for _, inner := range e {
			all = append(all, flatten(inner)...)
		}
		return all
	case *openapi3filter.RequestError:
		all := flatten(e.Err)
		if len(all) == 0 {
			return []finding{{err: e}}
		}
		for i := range all {
			all[i].err = e
		}
		return all
	case *openapi3.SchemaError:
		return []finding{{err: e, schema: e}}
	}
	return nil
}

// fieldPath writes a JSON pointer as people write it: countries[2].name.
func fieldPath(pointer []string) string {
	var path strings.Builder
	for _, part := range pointer {
		if _, err := strconv.Atoi(part); err == nil {
			path.WriteString("[" + part + "]")
			continue
		}
		if path.Len() > 0 {
			path.WriteByte('.')
		}
		path.WriteString(part)
	}
	return path.String()
}

func sentence(e *openapi3.SchemaError) string {
	s := e.Schema
	switch e.SchemaField {
	case "required":
		return "This is needed."
	case "nullable":
		return "Must not be null."
	case "type":
		return "Must be of type " + strings.Join(s.Type.Slice(), " or ") + "."
	case "enum":
		return "Must be one of: " + joined(s.Enum) + "."
	case "minLength":
		return fmt.Sprintf("Must have at least %d characters.", s.MinLength)
	case "maxLength":
		return fmt.Sprintf("Must have at most %d characters.", *s.MaxLength)
	case "minItems":
		return fmt.Sprintf("Must have at least %d entries.", s.MinItems)
	case "maxItems":
		return fmt.Sprintf("Must have at most %d entries.", *s.MaxItems)
	case "minimum":
		return fmt.Sprintf("Must be at least %v.", *s.Min)
	case "maximum":
		return fmt.Sprintf("Must be at most %v.", *s.Max)
	case "format":
		switch s.Format {
		case "uuid":
			return "Is not an id."
		case "ticket-id":
			return "Is not the id of a ticket."
		}
		return "Is not a time as in 2026-01-31T09:30:00Z."
	}
	return "Does not have the right form."
}

func joined(values []any) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ", ")
}
