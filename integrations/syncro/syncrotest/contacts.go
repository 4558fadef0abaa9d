package syncrotest

import (
	"slices"

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
