package kaseyabmstest

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// kind is what a field of a body or of a query can be.
type kind int

const (
	text kind = iota
	number
	decimal
	flag
	date // a date and a time of day, or a date
	list
	object
)

// field is what the published description says of one.
type field struct {
	kind     kind
	required bool
}

// fields of a body or a query, by the names of the published description. Case does not matter.
type fields map[string]field

// find finds a field by its name in any case.
func (f fields) find(name string) (field, bool) {
	for known, one := range f {
		if strings.EqualFold(known, name) {
			return one, true
		}
	}
	return field{}, false
}

// check says what is wrong with an object, "" for nothing, and returns it with the names that this fake keeps.
func (f fields) check(given map[string]any) (Row, string) {
	out := Row{}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		one, ok := f.find(name)
		switch {
		case !ok:
			return nil, "unknown_field." + name
		case given[name] != nil && !one.holds(given[name]):
			return nil, "grammar." + name
		}
		out[small(f.named(name))] = given[name]
	}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if value := out[small(name)]; f[name].required && (value == nil || value == "") {
			return nil, "required." + name
		}
	}
	return out, ""
}

func (f fields) named(name string) string {
	for known := range f {
		if strings.EqualFold(known, name) {
			return known
		}
	}
	return name
}

// small is a name as it stands on the wire.
func small(name string) string {
	if strings.ToUpper(name) == name {
		return strings.ToLower(name)
	}
	if rest, ok := strings.CutPrefix(name, "SLA"); ok {
		return "sla" + rest
	}
	return strings.ToLower(name[:1]) + name[1:]
}

// holds reports whether a value of JSON is what a field can be.
func (f field) holds(value any) bool {
	switch given := value.(type) {
	case string:
		return f.kind == text || f.kind == date && f.takes(given)
	case float64:
		return f.kind == decimal || f.kind == number && given == math.Trunc(given) && math.Abs(given) <= math.MaxInt32
	case bool:
		return f.kind == flag
	case []any:
		return f.kind == list
	case map[string]any:
		return f.kind == object
	}
	return false
}

// takes reports whether a text of a query is what a field can be.
func (f field) takes(given string) bool {
	switch f.kind {
	case number:
		_, err := strconv.ParseInt(given, 10, 32)
		return err == nil
	case flag:
		return given == "true" || given == "false"
	case date:
		_, ok := timeOf(given)
		return ok
	}
	return f.kind == text
}

// timeOf reads a time with a zone, or without one as UTC.
func timeOf(given string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, stamp, time.DateOnly} {
		if at, err := time.Parse(layout, given); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// with joins tables.
func with(tables ...fields) fields {
	all := fields{}
	for _, one := range tables {
		maps.Copy(all, one)
	}
	return all
}

var pageQuery = fields{"Sort": {kind: text}, "Exclude": {kind: text}, "PageSize": {kind: number}, "PageNumber": {kind: number}}

var accountQuery = with(pageQuery, fields{
	"Filter.AccountName": {kind: text}, "Filter.AccountCode": {kind: text}, "Filter.AccountTypeId": {kind: number}, "Filter.AccountTypeName": {kind: text},
	"Filter.CreatedOnFrom": {kind: date}, "Filter.CreatedOnTo": {kind: date}, "Filter.ModifiedOnFrom": {kind: date}, "Filter.ModifiedOnTo": {kind: date},
	"Filter.IsActive": {kind: flag},
})

var accountLookupQuery = with(pageQuery, fields{
	"Filter.Ids": {kind: number}, "Filter.Name": {kind: text}, "Filter.WithSecurityScope": {kind: flag}, "Filter.WithInactiveAccounts": {kind: flag},
})

var contactQuery = with(pageQuery, fields{
	"Filter.AccountId": {kind: number}, "Filter.AccountName": {kind: text}, "Filter.FirstName": {kind: text}, "Filter.LastName": {kind: text},
	"Filter.Phone": {kind: text}, "Filter.Email": {kind: text}, "Filter.CreatedOnFrom": {kind: date}, "Filter.CreatedOnTo": {kind: date},
	"Filter.ModifiedOnFrom": {kind: date}, "Filter.ModifiedOnTo": {kind: date}, "Filter.IsActive": {kind: flag},
})

var ticketQuery = with(pageQuery, fields{
	"Filter.IsScheduled": {kind: number}, "Filter.IsRecurringTickets": {kind: number}, "Filter.Title": {kind: text}, "Filter.Account": {kind: text},
	"Filter.LocationName": {kind: text}, "Filter.AccountCode": {kind: text}, "Filter.AssigneeName": {kind: text}, "Filter.TicketNumber": {kind: text},
	"Filter.CreatedByName": {kind: text}, "Filter.Details": {kind: text}, "Filter.ContactName": {kind: text}, "Filter.StatusNames": {kind: text},
	"Filter.QueueNames": {kind: text}, "Filter.PriorityNames": {kind: text}, "Filter.TicketTypeNames": {kind: text}, "Filter.IssueTypeNames": {kind: text},
	"Filter.ServiceLevelAgreementNames": {kind: text}, "Filter.SubIssueTypeNames": {kind: text}, "Filter.SourceIds": {kind: text},
	"Filter.ExcludeCompleted": {kind: number}, "Filter.OpenDateFrom": {kind: date}, "Filter.OpenDateTo": {kind: date},
	"Filter.CompletedDateFrom": {kind: date}, "Filter.CompletedDateTo": {kind: date}, "Filter.LastActivityUpdateFrom": {kind: date},
	"Filter.LastActivityUpdateTo": {kind: date}, "Filter.CreatedOnFrom": {kind: date}, "Filter.CreatedOnTo": {kind: date},
	"Filter.LastStatusUpdateFrom": {kind: date}, "Filter.LastStatusUpdateTo": {kind: date}, "Filter.LastPriorityUpdateFrom": {kind: date},
	"Filter.LastPriorityUpdateTo": {kind: date}, "Filter.LastQueueUpdateFrom": {kind: date}, "Filter.LastQueueUpdateTo": {kind: date},
	"Filter.DueDateFrom": {kind: date}, "Filter.DueDateTo": {kind: date}, "Filter.ResolutionTargetTimeFrom": {kind: date},
	"Filter.ResolutionTargetTimeTo": {kind: date}, "Filter.ContactId": {kind: number}, "Filter.HardwareAssetId": {kind: number},
	"Filter.AccountLocationId": {kind: number}, "Filter.AccountIds": {kind: text}, "Filter.SLAEventStatusIds": {kind: text}, "Filter.FromDate": {kind: text},
	"Filter.ToDate": {kind: text}, "Filter.Value": {kind: text}, "Filter.ActionType": {kind: number}, "Filter.HardwareAssetName": {kind: text},
	"Filter.OwnerIds": {kind: text},
})

// ticketInput is TicketInputDto.
var ticketInput = fields{
	"Title": {text, true}, "Details": {text, true}, "AccountId": {number, true}, "LocationId": {number, true}, "ContactId": {kind: number},
	"SoftwareAssetId": {kind: number}, "HardwareAssetId": {kind: number}, "QueueId": {kind: number}, "StatusId": {number, true}, "PriorityId": {number, true},
	"TypeId": {number, true}, "IssueTypeId": {kind: number}, "SubIssueTypeId": {kind: number}, "ContractId": {kind: number}, "AssigneeId": {kind: number},
	"WorkTypeId": {kind: number}, "SourceId": {number, true}, "SLAId": {kind: number}, "OpenDate": {date, true}, "DueDate": {kind: date},
	"SecondaryAssignees": {kind: list}, "Ccs": {kind: list}, "TempAttachments": {kind: list}, "CustomFieldsData": {kind: list}, "UseDefaultContract": {kind: flag},
}

// noteInput is TicketNotePostInputDto.
var noteInput = fields{
	"Id": {kind: number}, "Details": {text, true}, "IsInternal": {flag, true}, "TypeId": {number, true}, "StatusId": {kind: number}, "NoteDate": {date, true},
	"Attachments": {kind: list}, "TempAttachments": {kind: list}, "EmailNotification": {kind: object}, "AttachmentIds": {kind: list},
}

// fileInput is AttachmentInputDto.
var fileInput = fields{"Id": {kind: number}, "Name": {text, true}, "Alias": {kind: text}, "Base64Data": {text, true}, "Type": {text, true}}
