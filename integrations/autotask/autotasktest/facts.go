package autotasktest

import (
	"encoding/base64"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Facts of Autotask PSA's REST API 1.0, from its published list of operations and from clients that work in production.

// kind is what a field holds.
type kind string

const (
	whole   kind = "integer" // also a contact's isActive
	decimal kind = "double"
	text    kind = "string"
	flag    kind = "boolean"
	date    kind = "datetime"
	binary  kind = "binary"
)

// field is one field of an entity.
type field struct {
	kind     kind
	max      int  // longest text, in characters; 0 for no limit
	required bool // of a new record
	shown    bool // stands in answers only; a client that sends it writes what it may not
	parent   string
	refers   string // the entity of whose records it is an id
}

type fields map[string]field

const (
	hourlyRequests = 10_000
	maxPageSize    = 500
	maxConditions  = 500
	maxBody        = 12 << 20
	maxFile        = 6_000_000 // bytes
)

// entities are those that this fake serves, with the fields that it knows of them.
var entities = map[string]fields{
	"Companies": {
		"id": {kind: whole}, "companyName": {kind: text, max: 100}, "companyNumber": {kind: text, max: 50}, "phone": {kind: text, max: 25}, "isActive": {kind: flag},
		"companyType": {kind: whole}, "countryID": {kind: whole}, "ownerResourceID": {kind: whole}, "webAddress": {kind: text, max: 255}, "city": {kind: text, max: 50},
		"createDate": {kind: date, shown: true}, "lastActivityDate": {kind: date, shown: true}, "lastTrackedModifiedDateTime": {kind: date, shown: true},
	},
	"Contacts": {
		"id": {kind: whole}, "companyID": {kind: whole, required: true, refers: "Companies"}, "companyLocationID": {kind: whole}, "firstName": {kind: text, max: 50, required: true},
		"lastName": {kind: text, max: 50, required: true}, "middleInitial": {kind: text, max: 50}, "title": {kind: text, max: 50}, "emailAddress": {kind: text, max: 254},
		"emailAddress2": {kind: text, max: 254}, "emailAddress3": {kind: text, max: 254}, "phone": {kind: text, max: 25}, "extension": {kind: text, max: 10},
		"mobilePhone": {kind: text, max: 25}, "alternatePhone": {kind: text, max: 32}, "isActive": {kind: whole, required: true}, "primaryContact": {kind: flag},
		"note": {kind: text, max: 50}, "externalID": {kind: text, max: 50}, "createDate": {kind: date, shown: true}, "lastActivityDate": {kind: date, shown: true},
		"lastModifiedDate": {kind: date, shown: true},
	},
	"Tickets": {
		"id": {kind: whole}, "companyID": {kind: whole, required: true, refers: "Companies"}, "title": {kind: text, max: 255, required: true}, "description": {kind: text, max: 8000},
		"status": {kind: whole, required: true}, "priority": {kind: whole, required: true}, "queueID": {kind: whole}, "ticketType": {kind: whole}, "issueType": {kind: whole},
		"subIssueType": {kind: whole, parent: "issueType"}, "ticketCategory": {kind: whole}, "source": {kind: whole}, "dueDateTime": {kind: date, required: true},
		"contactID": {kind: whole, refers: "Contacts"}, "companyLocationID": {kind: whole}, "assignedResourceID": {kind: whole},
		"assignedResourceRoleID": {kind: whole}, "contractID": {kind: whole}, "billingCodeID": {kind: whole}, "configurationItemID": {kind: whole},
		"estimatedHours": {kind: decimal}, "externalID": {kind: text, max: 50}, "resolution": {kind: text, max: 32000}, "ticketNumber": {kind: text, max: 50, shown: true},
		"createDate": {kind: date, shown: true}, "completedDate": {kind: date, shown: true}, "creatorResourceID": {kind: whole, shown: true},
		"lastActivityDate": {kind: date, shown: true}, "lastTrackedModificationDateTime": {kind: date, shown: true},
	},
	"TicketNotes": {
		"id": {kind: whole}, "ticketID": {kind: whole}, "title": {kind: text, max: 250, required: true}, "description": {kind: text, max: 32000, required: true},
		"noteType": {kind: whole, required: true}, "publish": {kind: whole, required: true}, "createDateTime": {kind: date, shown: true}, "creatorResourceID": {kind: whole, shown: true},
		"lastActivityDate": {kind: date, shown: true},
	},
	"TicketAttachments": {
		"id": {kind: whole}, "parentID": {kind: whole}, "attachmentType": {kind: text, max: 30, required: true}, "title": {kind: text, max: 255, required: true},
		"fullPath": {kind: text, max: 255, required: true}, "publish": {kind: whole, required: true}, "data": {kind: binary, required: true}, "contentType": {kind: text, max: 100},
		"fileSize": {kind: decimal, shown: true}, "attachDate": {kind: date, shown: true}, "attachedByResourceID": {kind: whole, shown: true},
	},
	"Countries": {"id": {kind: whole}, "countryCode": {kind: text}, "displayName": {kind: text}, "isActive": {kind: flag}},
}

// check says what a written value breaks; "" for nothing. null is the absence of a value.
func (f field) check(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		switch {
		case f.kind == date:
			if _, ok := parseTime(v); !ok {
				return "is not a date in UTC"
			}
		case f.kind == binary:
			if held, err := base64.StdEncoding.DecodeString(v); err != nil || len(held) > maxFile {
				return "is not base 64, or too long"
			}
		case f.kind != text:
			return "is of the wrong type"
		case f.max > 0 && utf8.RuneCountInString(v) > f.max:
			return "is too long"
		}
	case float64:
		if f.kind != decimal && (f.kind != whole || v != math.Trunc(v)) {
			return "is of the wrong type"
		}
	case bool:
		if f.kind != flag {
			return "is of the wrong type"
		}
	default:
		return "is of the wrong type"
	}
	return ""
}

// parseTime reads a time in UTC, with or without parts of a second.
func parseTime(given string) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, given)
	return at, err == nil && strings.HasSuffix(given, "Z")
}

// pick is one value of a picklist.
type pick struct {
	value  int
	label  string
	parent int  // 0 for none
	usual  bool // chosen by default
	gone   bool // inactive
}

// picklists by entity and field.
var picklists = map[string]map[string][]pick{
	"Tickets": {
		"status":         {{value: StatusNew, label: "New"}, {value: StatusInProgress, label: "In Progress"}, {value: 7, label: "Waiting Customer"}, {value: StatusSMSReceived, label: "SMS received"}, {value: StatusComplete, label: "Complete"}, {value: 19, label: "Customer Note Added (old)", gone: true}},
		"priority":       {{value: 4, label: "Critical"}, {value: 1, label: "High"}, {value: PriorityMedium, label: "Medium", usual: true}, {value: 3, label: "Low"}},
		"queueID":        {{value: QueueLevelI, label: "Level I Support"}, {value: QueueLevelI + 1, label: "Level II Support"}, {value: 8, label: "Monitoring Alert"}, {value: 6, label: "Old Queue", gone: true}},
		"issueType":      {{value: 10, label: "Computer"}, {value: 11, label: "User Access"}},
		"subIssueType":   {{value: 136, label: "Hardware Failure", parent: 10}, {value: 137, label: "Software", parent: 10}, {value: 140, label: "Password Reset", parent: 11}, {value: 141, label: "New User", parent: 11}},
		"ticketType":     {{value: 1, label: "Service Request", usual: true}, {value: 2, label: "Incident"}, {value: 3, label: "Problem"}, {value: 4, label: "Change Request"}, {value: 5, label: "Alert"}},
		"ticketCategory": {{value: 3, label: "Standard", usual: true}, {value: 2, label: "Datto Alert"}},
		"source":         {{value: 2, label: "Phone"}, {value: 4, label: "Email"}, {value: 11, label: "SMS"}},
	},
	"TicketNotes": {
		"noteType": {{value: 1, label: "Task Summary"}, {value: 2, label: "Task Detail"}, {value: 3, label: "Task Notes"}, {value: 13, label: "Workflow Rule Note", gone: true}},
		"publish":  {{value: publishAll, label: "All Autotask Users"}, {value: publishInternal, label: "Internal Users Only"}},
	},
	"TicketAttachments": {"publish": {{value: publishAll, label: "All Autotask Users"}, {value: publishInternal, label: "Internal Users Only"}}},
	"Companies":         {"companyType": {{value: 1, label: "Customer"}, {value: 2, label: "Lead"}, {value: 6, label: "Vendor"}}},
}

const (
	publishAll      = 1
	publishInternal = 2
)

// attachmentTypes are the kinds of attachments; all but the first hold an address in place of data.
var attachmentTypes = []string{"FILE_ATTACHMENT", "FILE_LINK", "FOLDER_LINK", "URL"}

// allows reports whether a picklist has an active value, which belongs to the parent's where it belongs to one.
func allows(list []pick, value, parent any) bool {
	return slices.ContainsFunc(list, func(one pick) bool {
		return float64(one.value) == value && !one.gone && (one.parent == 0 || float64(one.parent) == parent)
	})
}
