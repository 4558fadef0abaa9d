package connectwisetest

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Facts of ConnectWise PSA's REST API 3.0 (2026.4), from its published description and from clients that work in production.
// https://developer.connectwise.com/Products/ConnectWise_PSA

// kind is what a field holds.
type kind string

const (
	number    kind = "numeric"
	text      kind = "string"
	flag      kind = "boolean"
	date      kind = "DateTime"
	reference kind = "reference"
	list      kind = "list"
)

// field is one field of a resource.
type field struct {
	kind  kind
	max   int    // longest text, in characters; 0 for no limit
	words string // the only words it takes, separated by spaces; "" for any
}

type fields map[string]field

// Lists that can be filtered, with the fields this fake serves and filters by.
var (
	namedFields   = fields{"id": {kind: number}, "name": {kind: text}, "defaultFlag": {kind: flag}, "inactiveFlag": {kind: flag}, "sortOrder": {kind: number}}
	statusFields  = fields{"id": {kind: number}, "name": {kind: text}, "board": {kind: reference}, "sortOrder": {kind: number}, "displayOnBoard": {kind: flag}, "inactive": {kind: flag}, "closedStatus": {kind: flag}, "defaultFlag": {kind: flag}}
	companyFields = fields{
		"id": {kind: number}, "identifier": {kind: text}, "name": {kind: text}, "status": {kind: reference}, "phoneNumber": {kind: text},
		"deletedFlag": {kind: flag}, "types": {kind: list}, "country": {kind: reference},
	}
	contactFields = fields{
		"id": {kind: number}, "firstName": {kind: text}, "lastName": {kind: text}, "company": {kind: reference}, "inactiveFlag": {kind: flag}, "title": {kind: text},
		"defaultPhoneType": {kind: text}, "defaultPhoneNbr": {kind: text}, "defaultPhoneExtension": {kind: text}, "communicationItems": {kind: list},
	}
	documentFields = fields{
		"id": {kind: number}, "title": {kind: text}, "fileName": {kind: text}, "owner": {kind: text}, "publicFlag": {kind: flag}, "readOnlyFlag": {kind: flag},
		"size": {kind: number}, "guid": {kind: text}, "linkFlag": {kind: flag}, "imageFlag": {kind: flag}, "htmlTemplateFlag": {kind: flag},
		"urlFlag": {kind: flag}, "serverFileName": {kind: text},
	}
)

// stamps are the fields of _info that conditions and orders name directly.
var stamps = fields{"lastUpdated": {kind: date}, "dateEntered": {kind: date}}

// shown are fields that stand in answers only; a client that sends one of them writes what it may not.
var shown = []string{"id", "_info", "closedDate", "closedBy", "dateCreated", "createdBy", "internalFlag", "externalFlag", "sentimentScore", "slaStatus", "isInSla"}

// listParameters are what the query of every list may hold.
var listParameters = []string{"conditions", "childConditions", "customFieldConditions", "orderBy", "fields", "page", "pageSize", "pageId"}

const (
	defaultPageSize = 25
	maxPageSize     = 1000
	maxBody         = 30 << 20
)

// documentParts are the parts of an upload; names are compared without case, as clients write them both ways.
var documentParts = []string{"recordtype", "recordid", "title", "privateflag", "readonlyflag", "isavatar", "url", "urlflag", "file"}

var recordTypes = []string{
	"Ticket", "Agreement", "Company", "Configuration", "Contact", "Expense", "Opportunity", "PurchaseOrder", "Project", "SalesOrder", "ServiceTemplate", "Rma",
}

// find looks a field up by its path: "summary", "company/id", "lastUpdated". A reference itself can only be compared with null.
func (f fields) find(path string) (kind, bool) {
	first, rest, nested := strings.Cut(path, "/")
	if known, ok := stamps[first]; ok && !nested {
		return known.kind, true
	}
	if known, ok := f[path]; ok {
		return known.kind, true
	}
	known, ok := f[first]
	switch {
	case !ok || nested && known.kind != reference:
		return "", false
	case rest == "id":
		return number, true
	case rest == "name", rest == "identifier":
		return text, true
	}
	return "", false
}

// check holds a value that a client wrote against a field. It says what is wrong in a word, "" for nothing.
func (f field) check(value any) string {
	if value == nil {
		return ""
	}
	right := true
	switch f.kind {
	case number:
		_, right = value.(float64)
	case flag:
		_, right = value.(bool)
	case list:
		_, right = value.([]any)
	case reference:
		right = isReference(value)
	case date:
		at, ok := value.(string)
		_, err := time.Parse(time.RFC3339, at)
		right = ok && err == nil
	case text:
		words, ok := value.(string)
		switch {
		case !ok:
			right = false
		case f.max > 0 && utf8.RuneCountInString(words) > f.max:
			return "MaxLength"
		case f.words != "" && !slices.Contains(strings.Fields(f.words), words):
			return "InvalidValue"
		}
	}
	if !right {
		return "InvalidType"
	}
	return ""
}

// isReference reports whether a value names another record by id, name or identifier and nothing else.
func isReference(value any) bool {
	named, ok := value.(map[string]any)
	if !ok || len(named) == 0 {
		return false
	}
	for name, part := range named {
		switch name {
		case "id":
			if _, ok := part.(float64); !ok {
				return false
			}
		case "name", "identifier":
			if _, ok := part.(string); !ok {
				return false
			}
		case "_info":
		default:
			return false
		}
	}
	return true
}
