package syncrotest

import (
	"math"
	"time"
	"unicode/utf8"

	"countersign/core/integration"
)

// Facts of Syncro's REST API, from its published description (https://api-docs.syncromsp.com) and from clients that work in production.

// kind is what a field of a body holds.
type kind string

const (
	integer kind = "integer"
	words   kind = "string"
	flag    kind = "boolean"
	date    kind = "date"
	moment  kind = "date-time"
	object  kind = "object"
	list    kind = "array"
)

type fields map[string]kind

// What bodies may hold.
var (
	ticketFields = fields{
		"customer_id": integer, "ticket_type_id": integer, "number": words, "subject": words, "due_date": date, "start_at": moment, "end_at": moment,
		"location_id": integer, "problem_type": words, "status": words, "user_id": integer, "properties": object, "asset_ids": list, "signature_name": words,
		"signature_data": words, "sla_id": integer, "contact_id": integer, "priority": words, "outtake_form_data": words, "outtake_form_date": moment,
		"outtake_form_name": words, "tag_list": list, "comments_attributes": list,
	}
	commentFields = fields{"subject": words, "tech": words, "body": words, "hidden": flag, "sms_body": words, "do_not_email": flag}
)

// endpoint is one path with one method: what its query may hold, and which permission it needs.
type endpoint struct {
	query []string
	right integration.Right
}

var endpoints = map[string]endpoint{
	"GET /me":             {},
	"GET /customers":      {query: []string{"sort", "query", "firstname", "lastname", "business_name", "id", "not_id", "email", "include_disabled", "page"}, right: integration.ReadCompanies},
	"GET /customers/{id}": {right: integration.ReadContacts},
	"GET /contacts":       {query: []string{"customer_id", "page"}, right: integration.ReadContacts},
	"GET /tickets": {query: []string{
		"customer_id", "contact_id", "number", "resolved_after", "created_after", "since_updated_at", "status", "query", "user_id", "mine", "ticket_search_id", "page",
		"comment_format", "all_comments",
	}, right: integration.ReadTickets},
	"POST /tickets":         {right: integration.CreateTickets},
	"GET /tickets/settings": {},
	"GET /tickets/{id}":     {right: integration.ReadTickets},
	"PUT /tickets/{id}":     {right: integration.EditTickets},
	"DELETE /tickets/{id}":  {right: integration.DeleteTickets},
	"GET /tickets/{id}/comments": {query: []string{
		"sort_by", "sort_direction", "created_after", "created_before", "updated_after", "updated_before", "page", "per_page", "comment_format",
	}, right: integration.ReadTickets},
	"POST /tickets/{id}/comment": {right: integration.EditTickets},
	"GET /users":                 {},
	"GET /settings":              {},
}

// How many rows a page holds. Only that of comments can be asked for.
const (
	customersPage = 100
	contactsPage  = 50
	ticketsPage   = 25
	commentsPage  = 10
	longestPage   = 100

	maxLine = 255
	maxBody = 8 << 20
)

// fits reports whether a value is of a kind. null fits everywhere.
func (k kind) fits(value any) bool {
	switch held := value.(type) {
	case nil:
		return true
	case float64:
		return k == integer && held == math.Trunc(held)
	case bool:
		return k == flag
	case map[string]any:
		return k == object
	case []any:
		return k == list
	case string:
		_, notDay := time.Parse(day, held)
		_, notMoment := time.Parse(time.RFC3339, held)
		return k == words && utf8.ValidString(held) || k == date && notDay == nil || k == moment && notMoment == nil
	}
	return false
}

const day = "2006-01-02"

// stamp is how Syncro writes a time.
const stamp = "2006-01-02T15:04:05.000Z"
