package syncrotest

import (
	"slices"
	"strings"

	"countersign/core/contactsearch"
	"countersign/core/integration"
)

func (s *Server) me(asked) reply {
	may := func(right integration.Right) bool { return !s.Denied(right) }
	return ok(shown{
		"user_id": UserSam, "user_name": "Sam Rivera", "user_email": "sam@bluepeak.example", "admin": false, "can_use_app": true, "subdomain": "sandbox", "permissions": shown{
			"customer": shown{"read": may(integration.ReadCompanies), "write": true, "delete": true},
			"ticket":   shown{"read": may(integration.ReadTickets), "write": may(integration.EditTickets), "delete": may(integration.DeleteTickets)},
		},
	})
}

func (s *Server) listCustomers(a asked) reply {
	for name := range a.query {
		if !slices.Contains([]string{"page", "include_disabled", "sort"}, name) {
			return wrongQuery("unserved." + name)
		}
	}
	if sort := a.query.Get("sort"); sort != "" && sort != "id ASC" {
		return wrongQuery("unserved.sort")
	}
	rows := s.customers.Rows
	if a.query.Get("include_disabled") != "true" {
		rows = slices.DeleteFunc(slices.Clone(rows), func(one customer) bool { return one.Disabled })
	}
	return listed(a, "customers", rows, customersPage)
}

func (s *Server) getCustomer(a asked) reply {
	found, exists := s.customers.Get(a.id)
	if !exists {
		return notFound
	}
	return ok(shown{"customer": found.shown()})
}

func (s *Server) listContacts(a asked) reply {
	rows := s.contacts.Rows
	if of := a.query.Get("customer_id"); of != "" {
		rows = slices.DeleteFunc(slices.Clone(rows), func(one contact) bool { return one.Customer != number(of) })
	}
	return listed(a, "contacts", rows, contactsPage)
}

// getContact shows a contact, without anything around it.
func (s *Server) getContact(a asked) reply {
	found, exists := s.contacts.Get(a.id)
	if !exists {
		return notFound
	}
	return ok(found.shown())
}

// search finds contacts by a whole address, a whole number or words of a name, and customers by words of theirs. It tells little of each.
func (s *Server) search(a asked) reply {
	wanted := strings.ToLower(strings.TrimSpace(a.query.Get("query")))
	if wanted == "" {
		return wrongQuery("query.query")
	}
	results := []any{}
	add := func(kind string, id int, source shown) {
		if len(results) < 100 {
			results = append(results, shown{"table": shown{"_id": id, "_type": kind, "_index": kind + "s", "_source": shown{"table": source}}})
		}
	}
	for _, one := range s.customers.Rows {
		if strings.Contains(strings.ToLower(one.Name), wanted) {
			add("customer", one.ID, shown{"business_name": one.Name, "phones": []any{}})
		}
	}
	for _, one := range s.contacts.Rows {
		byNumber := contactsearch.Digits(wanted) == wanted && (strings.HasSuffix(contactsearch.Digits(one.Mobile), wanted) || strings.HasSuffix(contactsearch.Digits(one.Phone), wanted))
		if byNumber || strings.ToLower(one.Email) == wanted || strings.Contains(strings.ToLower(one.Name), wanted) {
			add("contact", one.ID, shown{"name": one.Name, "email": one.Email})
		}
	}
	return ok(shown{"quick_result": nil, "results": results, "error": nil})
}

// listUsers tells users as pairs of an id and a name.
func (s *Server) listUsers(asked) reply {
	out := []any{}
	for _, one := range users {
		out = append(out, []any{one["id"], one["full_name"]})
	}
	return ok(shown{"users": out})
}

func (s *Server) settings(asked) reply {
	return ok(shown{"customers": shown{}, "ticket": shown{"ticket_types": ticketTypes, "problem_types": problemTypes, "priorities": priorities}})
}

func (s *Server) ticketSettings(asked) reply {
	named := []any{}
	for _, one := range users {
		named = append(named, shown{"id": one["id"], "name": one["full_name"]})
	}
	return ok(shown{"ticket_status_list": statuses, "ticket_types": ticketTypes, "ticket_type_fields": []any{}, "users": named, "require_ticket_type": nil, "ticket_workflow_default_id": nil})
}
