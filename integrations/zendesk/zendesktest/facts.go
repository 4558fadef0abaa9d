package zendesktest

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// Facts of Zendesk Support's API v2, from its published description. https://developer.zendesk.com/api-reference/

// kind is what a field holds.
type kind string

const (
	number kind = "integer"
	text   kind = "string"
	flag   kind = "boolean"
	list   kind = "array"
	object kind = "object"
)

// field is one field that can be written.
type field struct {
	kind  kind
	max   int    // longest text, in characters; 0 for no limit
	words string // the only words it takes, separated by spaces; "" for any
}

type fields map[string]field

const (
	ticketTypes = "problem incident question task"
	priorities  = "urgent high normal low"
	categories  = "new open pending hold solved"
)

// ticketFields can be written into a ticket; firstFields only when it is made. The longest subject is what Zendesk's own forms take.
var (
	ticketFields = fields{
		"subject": {kind: text, max: 150}, "comment": {kind: object}, "requester_id": {kind: number}, "assignee_id": {kind: number}, "assignee_email": {kind: text},
		"group_id": {kind: number}, "organization_id": {kind: number}, "collaborator_ids": {kind: list}, "additional_collaborators": {kind: list},
		"followers": {kind: list}, "email_ccs": {kind: list}, "email_cc_ids": {kind: list}, "type": {kind: text, words: ticketTypes},
		"priority": {kind: text, words: priorities}, "status": {kind: text, words: categories + " closed"}, "custom_status_id": {kind: number},
		"tags": {kind: list}, "external_id": {kind: text, max: 255}, "problem_id": {kind: number}, "due_at": {kind: text}, "custom_fields": {kind: list},
		"updated_stamp": {kind: text}, "safe_update": {kind: flag}, "ticket_form_id": {kind: number}, "brand_id": {kind: number}, "sharing_agreement_ids": {kind: list},
		"attribute_value_ids": {kind: list}, "metadata": {kind: object},
	}
	firstFields   = fields{"description": {kind: text}, "requester": {kind: object}, "submitter_id": {kind: number}, "recipient": {kind: text}, "via_followup_source_id": {kind: number}, "macro_ids": {kind: list}}
	commentFields = fields{
		"body": {kind: text, max: 65_535}, "html_body": {kind: text, max: 65_535}, "public": {kind: flag}, "author_id": {kind: number}, "uploads": {kind: list},
	}
)

// What the query of a list may hold, besides how it is paged.
var parameters = map[string][]string{
	"/users": {"role", "role[]", "permission_set", "external_id", "include"}, "/users/me": {"include"},
	"/users/{id}": {"include"}, "/organizations": {"include"}, "/organizations/{id}": {"include"}, "/incremental/users/cursor": {"start_time", "cursor", "include"},
	"/incremental/organizations": {"start_time", "include"}, "/tickets": {"external_id", "include", "sort"}, "/tickets/show_many": {"ids", "include"}, "/tickets/{id}": {"include"},
	"/tickets/{id}/comments": {"include", "include_inline_images", "sort", "sort_order"}, "/search": {"query", "sort_by", "sort_order", "include"},
	"/groups": {"user_id", "exclude_deleted"}, "/custom_statuses": {"status_categories", "active", "default"}, "/ticket_fields": {"locale", "creator"},
	"/ticket_forms": {"active", "end_user_visible", "fallback_to_default", "associated_to_brand"}, "/user_fields": {}, "/uploads": {"filename", "token"},
}

// paging says how a list is paged: by cursor, by number, as a list of changes, or not at all.
type paging string

const (
	byCursor paging = "cursor"
	byNumber paging = "number"
	byChange paging = "change"
)

var pagings = map[string]paging{
	"/users": byCursor, "/organizations": byCursor, "/tickets": byCursor, "/tickets/{id}/comments": byCursor, "/groups": byCursor, "/ticket_fields": byCursor,
	"/user_fields": byCursor, "/search": byNumber, "/incremental/users/cursor": byChange, "/incremental/organizations": byChange,
}

var pagingParameters = map[paging][]string{byCursor: {"page[size]", "page[after]", "page[before]"}, byNumber: {"page", "per_page"}, byChange: {"per_page"}}

// sideloads are what can be told beside a list.
var sideloads = map[string][]string{
	"user": {"organizations", "abilities", "roles", "identities", "groups", "open_ticket_count"}, "ticket": {"users", "groups", "organizations", "last_audits", "metric_sets", "ticket_forms", "dates", "slas", "incident_counts", "comment_count"},
}

const (
	largestPage   = 100
	largestExport = 1000
	searchable    = 1000 // rows of one search
	maxBody       = 60 << 20
	commentsKept  = 5_000 // of one ticket
)

// check holds what a client wrote against the fields that there are. It says which field is wrong, and how.
func (f fields) check(given map[string]any) (name, code string) {
	for name, value := range given {
		known, ok := f[name]
		switch {
		case !ok:
			return name, "UnknownField"
		case value != nil && !known.takes(value):
			return name, "InvalidValue"
		}
	}
	return "", ""
}

func (f field) takes(value any) bool {
	switch f.kind {
	case number:
		digits, ok := value.(json.Number)
		_, err := digits.Int64()
		return ok && err == nil
	case flag:
		_, ok := value.(bool)
		return ok
	case list:
		_, ok := value.([]any)
		return ok
	case object:
		_, ok := value.(map[string]any)
		return ok
	}
	words, ok := value.(string)
	return ok && (f.max == 0 || utf8.RuneCountInString(words) <= f.max) && (f.words == "" || slices.Contains(strings.Fields(f.words), words))
}

// numberAt is an integer that was written; 0 for none.
func numberAt(given map[string]any, name string) int64 {
	digits, _ := given[name].(json.Number)
	value, _ := digits.Int64()
	return value
}

func textAt(given map[string]any, name string) string {
	value, _ := given[name].(string)
	return value
}
