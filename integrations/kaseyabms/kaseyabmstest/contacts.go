package kaseyabmstest

import (
	"net/http"
	"slices"
)

var accountFilters = map[string]filter{
	"filter.accountname": contains("accountName"), "filter.accountcode": contains("accountCode"), "filter.isactive": isFlag("isActive"),
	"filter.modifiedonfrom": since("modifiedOn"), "filter.modifiedonto": until("modifiedOn"), "filter.createdonfrom": since("createdOn"), "filter.createdonto": until("createdOn"),
}

func (s *Server) listAccounts(w http.ResponseWriter, r *http.Request, _ place) {
	if rows, ok := s.filtered(w, r, s.accounts.Rows, accountFilters); ok {
		s.page(w, r, rows, true)
	}
}

func (s *Server) lookupAccounts(w http.ResponseWriter, r *http.Request, _ place) {
	rows := []Row{}
	for _, one := range s.accounts.Rows {
		if one["isActive"] == true || valueOf(r.URL.Query(), "Filter.WithInactiveAccounts") == "true" {
			rows = append(rows, Row{"id": one["id"], "name": one["accountName"], "tenantName": s.cfg.Tenant, "isActive": one["isActive"]})
		}
	}
	s.page(w, r, rows, false)
}

func (s *Server) lookupLocations(w http.ResponseWriter, _ *http.Request, at place) {
	of, ok := s.accounts.Get(at.id)
	if !ok {
		missing(w)
		return
	}
	rows := []Row{}
	for _, one := range of.rows("locations") {
		rows = append(rows, Row{"id": one["id"], "name": one["locationName"], "accountId": at.id, "isMain": one["isMain"]})
	}
	succeed(w, rows)
}

var contactFilters = map[string]filter{
	"filter.accountid": equals("accountId"), "filter.accountname": contains("accountName"), "filter.firstname": contains("firstName"), "filter.lastname": contains("lastName"),
	"filter.isactive": isFlag("isActive"), "filter.modifiedonfrom": since("modifiedOn"), "filter.modifiedonto": until("modifiedOn"),
	"filter.createdonfrom": since("createdOn"), "filter.createdonto": until("createdOn"),
	"filter.email": func(row Row, value string) bool {
		return slices.ContainsFunc(row.rows("emails"), func(one Row) bool { return contains("emailAddress")(one, value) })
	},
	"filter.phone": func(row Row, value string) bool {
		return slices.ContainsFunc(row.rows("phones"), func(one Row) bool { return contains("phone")(one, value) })
	},
}

func (s *Server) listContacts(w http.ResponseWriter, r *http.Request, _ place) {
	if rows, ok := s.filtered(w, r, s.contacts.Rows, contactFilters); ok {
		s.page(w, r, rows, true)
	}
}
