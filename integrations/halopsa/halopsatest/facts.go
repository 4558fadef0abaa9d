package halopsatest

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Facts of Halo's REST API v2, from its published description and from clients that work in production: what each endpoint may be asked, and what may be
// written. The description calls the two dates of lastupdate flags; those who use them send dates.

// kind is what a parameter or a field holds.
type kind string

const (
	number  kind = "integer"
	decimal kind = "number"
	text    kind = "string"
	flag    kind = "boolean"
	date    kind = "date"
)

// field is one field that can be written.
type field struct {
	kind kind
	max  int // longest text, in characters; 0 for no limit
}

type (
	parameters map[string]kind
	fields     map[string]field
)

// paging are the parameters of every list that has pages.
var paging = parameters{"pageinate": flag, "page_size": number, "page_no": number, "count": number, "order": text, "orderdesc": flag}

// queries are the parameters that this fake serves, by endpoint.
var queries = map[string]parameters{
	"GET /Client": with(paging, parameters{
		"search": text, "includeactive": flag, "includeinactive": flag, "lastupdatefromdate": date, "lastupdatetodate": date,
	}),
	"GET /Client/{id}": {"includedetails": flag, "includeactivity": flag},
	"GET /Users": with(paging, parameters{
		"search": text, "search_phonenumbers": flag, "includeactive": flag, "includeinactive": flag, "exclude_generaluser": flag, "client_id": number,
		"lastupdatefromdate": date, "lastupdatetodate": date,
	}),
	"GET /Users/{id}": {"includedetails": flag, "includeactivity": flag},
	"GET /Tickets": with(paging, parameters{
		"search_summary": text, "search_details": text, "open_only": flag, "closed_only": flag, "client_id": number, "user_id": number, "status_id": number,
		"lastupdatefromdate": date, "lastupdatetodate": date,
	}),
	"GET /Tickets/{id}":    {"includedetails": flag, "includelastaction": flag},
	"DELETE /Tickets/{id}": {"reason": text},
	"GET /Actions":         {"ticket_id": number, "excludesys": flag, "count": number},
	"GET /Attachment":      {"ticket_id": number},
	"GET /Status":          {"type": text, "tickettype_id": number, "excludeclosed": flag},
	"GET /TicketType":      {"can_create_only": flag, "showinactive": flag},
	"GET /Team":            {"type": text},
	"GET /Priority":        {"slaid": number},
	"GET /Category":        {"type_id": number, "tickettype_id": number},
}

// What may be written, by endpoint. An id makes an update of it.
var bodies = map[string]fields{
	"POST /Tickets": {
		"id": {kind: number}, "summary": {text, 255}, "details": {kind: text}, "tickettype_id": {kind: number}, "status_id": {kind: number}, "priority_id": {kind: number},
		"client_id": {kind: number}, "site_id": {kind: number}, "user_id": {kind: number}, "agent_id": {kind: number}, "team": {kind: text}, "category_1": {kind: text},
	},
	"POST /Actions": {
		"ticket_id": {kind: number}, "outcome": {kind: text}, "outcome_id": {kind: number}, "note": {kind: text}, "hiddenfromuser": {kind: flag}, "sendemail": {kind: flag},
	},
	"POST /Attachment": {
		"ticket_id": {kind: number}, "filename": {text, 255}, "isimage": {kind: flag}, "showforusers": {kind: flag}, "data_base64": {kind: text},
	},
}

// schemas are what the published description calls what is written.
var schemas = map[string]string{"POST /Tickets": "Faults", "POST /Actions": "Actions", "POST /Attachment": "Attachment"}

const (
	maxPageSize     = 100
	defaultPageSize = 50
	maxBody         = 40 << 20
)

// stamp is how Halo writes a time: UTC, without saying so. noDate is how it writes that there is none.
const (
	stamp  = "2006-01-02T15:04:05.999"
	noDate = "1900-01-01T00:00:00"
)

func with(tables ...parameters) parameters {
	out := parameters{}
	for _, table := range tables {
		for name, held := range table {
			out[name] = held
		}
	}
	return out
}

// fits reports whether a value of a query is of a kind.
func (k kind) fits(value string) bool {
	switch k {
	case number:
		return value != "" && strings.Trim(value, "0123456789") == "" && len(value) < 10
	case flag:
		return value == "true" || value == "false"
	case date:
		_, ok := parseDate(value)
		return ok
	}
	return true
}

// check holds a value that a client wrote against a field. It says what is wrong in a word, "" for nothing.
func (f field) check(value any) string {
	var right bool
	switch f.kind {
	case number, decimal:
		n, ok := value.(float64)
		right = ok && (f.kind == decimal || n == math.Trunc(n) && math.Abs(n) < 1<<31)
	case flag:
		_, right = value.(bool)
	case date:
		said, ok := value.(string)
		_, readable := parseDate(said)
		right = ok && readable
	default:
		said, ok := value.(string)
		if right = ok; ok && f.max > 0 && utf8.RuneCountInString(said) > f.max {
			return "too_long"
		}
	}
	if !right {
		return "wrong_type"
	}
	return ""
}

// parseDate reads a time that a client wrote; without a zone it is UTC.
func parseDate(value string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04:05", time.RFC3339} {
		if at, err := time.Parse(layout, value); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// object is one element of the array that a client wrote.
type object map[string]any

func (o object) id(name string) int {
	n, _ := o[name].(float64)
	return int(n)
}

func (o object) words(name string) string {
	said, _ := o[name].(string)
	return said
}

func (o object) has(name string) bool { _, ok := o[name]; return ok }

// names are an object's fields in a fixed order.
func (o object) names() []string {
	var out []string
	for name := range o {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// oneDecimal shows a whole number as Halo shows those that it keeps as decimals: 19.0.
func oneDecimal(n int) json.RawMessage {
	raw, _ := json.Marshal(n)
	return json.RawMessage(string(raw) + ".0")
}
