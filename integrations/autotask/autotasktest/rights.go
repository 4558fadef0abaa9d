package autotasktest

import (
	"net/http"
	"regexp"

	"countersign/core/integration"
	"countersign/integrations/fake"
)

// readable says which right reading an entity needs; what is not named needs none.
var readable = map[string]integration.Right{
	"Companies": integration.ReadCompanies, "Contacts": integration.ReadContacts, "Tickets": integration.ReadTickets, "TicketNotes": integration.ReadTickets, "TicketAttachments": integration.ReadTickets,
}

// writable says which right writing needs, by method and endpoint without its ids.
var writable = map[string]integration.Right{
	"POST /Tickets": integration.CreateTickets, "PATCH /Tickets": integration.EditTickets,
	"POST /Tickets/Notes": integration.WriteNotes, "POST /Tickets/Attachments": integration.EditTickets,
}

var (
	numbers   = regexp.MustCompile(`/[0-9]+`)
	ofEntity  = regexp.MustCompile(`^/([A-Za-z]+)(/query(/next|/count)?|/[0-9]+)$`)
	deniable  = []integration.Right{integration.ReadCompanies, integration.ReadContacts, integration.ReadTickets, integration.CreateTickets, integration.EditTickets, integration.WriteNotes}
	forbidden = "The logged in Resource does not have the adequate permissions to perform this action on this entity type."
)

// rightFor is the right that a request needs; "" for none.
func rightFor(method, path string) integration.Right {
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
	creating = map[string]integration.Right{"Tickets": integration.CreateTickets, "TicketNotes": integration.WriteNotes}
	updating = map[string]integration.Right{"Tickets": integration.EditTickets}
)

// entityInformation tells what our API user may do with an entity.
func (s *Server) entityInformation(w http.ResponseWriter, entity string) {
	level := func(rights map[string]integration.Right) string {
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
