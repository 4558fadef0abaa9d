package autotasktest

import (
	"net/http"
	"regexp"

	"countersign/core/psa"
	"countersign/integrations/fake"
)

// readable says which right reading an entity needs; what is not named needs none.
var readable = map[string]psa.Right{
	"Companies": psa.ReadCompanies, "Contacts": psa.ReadContacts, "Tickets": psa.ReadTickets, "TicketNotes": psa.ReadTickets, "TicketAttachments": psa.ReadTickets,
	"Appointments": psa.ReadSchedule, "ServiceCalls": psa.ReadSchedule, "ServiceCallTickets": psa.ReadSchedule, "ServiceCallTicketResources": psa.ReadSchedule,
}

// writable says which right writing needs, by method and endpoint without its ids.
var writable = map[string]psa.Right{
	"PATCH /Companies/Contacts": psa.EditContacts, "POST /Companies/Contacts": psa.EditContacts, "POST /Tickets": psa.CreateTickets, "PATCH /Tickets": psa.EditTickets,
	"POST /Tickets/Notes": psa.WriteNotes, "POST /Tickets/Attachments": psa.EditTickets, "POST /TimeEntries": psa.AddTime,
}

var (
	numbers   = regexp.MustCompile(`/[0-9]+`)
	ofEntity  = regexp.MustCompile(`^/([A-Za-z]+)(/query(/next|/count)?|/[0-9]+)$`)
	deniable  = []psa.Right{psa.ReadCompanies, psa.ReadContacts, psa.EditContacts, psa.ReadTickets, psa.CreateTickets, psa.EditTickets, psa.WriteNotes, psa.AddTime, psa.ReadSchedule}
	forbidden = "The logged in Resource does not have the adequate permissions to perform this action on this entity type."
)

// rightFor is the right that a request needs; "" for none.
func rightFor(method, path string) psa.Right {
	if right, ok := writable[method+" "+numbers.ReplaceAllString(path, "")]; ok {
		return right
	}
	if found := ofEntity.FindStringSubmatch(path); found != nil {
		return readable[found[1]]
	}
	return ""
}

// permitted refuses where the API user lacks the right. It is no violation: a client cannot know what its security level holds.
func (s *Server) permitted(w http.ResponseWriter, r *http.Request, path string) bool {
	right := rightFor(r.Method, path)
	if s.Denied(right) {
		fail(w, http.StatusInternalServerError, forbidden)
		return false
	}
	return true
}

// creating and updating are the rights to write an entity.
var (
	creating = map[string]psa.Right{"Contacts": psa.EditContacts, "Tickets": psa.CreateTickets, "TicketNotes": psa.WriteNotes, "TimeEntries": psa.AddTime}
	updating = map[string]psa.Right{"Contacts": psa.EditContacts, "Tickets": psa.EditTickets}
)

// entityInformation tells what our API user may do with an entity.
func (s *Server) entityInformation(w http.ResponseWriter, entity string) {
	level := func(rights map[string]psa.Right) string {
		if right, ok := rights[entity]; !ok || s.Denied(right) {
			return "None"
		}
		return "All"
	}
	_, canCreate := creating[entity]
	_, canUpdate := updating[entity]
	query := "All"
	if s.Denied(readable[entity]) {
		query = "None"
	}
	fake.SendJSON(w, http.StatusOK, map[string]any{"info": map[string]any{
		"name": entity, "canCreate": canCreate, "canDelete": false, "canQuery": true, "canUpdate": canUpdate, "userAccessForCreate": level(creating), "userAccessForDelete": "None",
		"userAccessForQuery": query, "userAccessForUpdate": level(updating), "hasUserDefinedFields": true, "supportsWebhookCallouts": entity == "Contacts" || entity == "Tickets",
	}})
}
