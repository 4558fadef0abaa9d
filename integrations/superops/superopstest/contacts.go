package superopstest

import "strings"

// shownUser is a requester as SuperOps shows them.
func (s *Server) shownUser(u user) shown {
	custom := shown{}
	for key, value := range u.Custom {
		custom[key] = value
	}
	out := shown{
		"userId": text(u.ID), "firstName": u.First, "lastName": u.Last, "name": u.name(), "email": u.Email, "contactNumber": u.Number,
		"role": shown{"roleId": "4", "name": "Requester"}, "client": nil, "customFields": custom,
	}
	if held, ok := s.clients.Get(idOf(u.Client)); ok && !s.detached {
		out["client"] = held.ref()
	}
	return out
}

func (s *Server) listClients(args shown) (any, *trouble) {
	return listed("Client", "clients", args["input"].(shown), len(s.clients.Rows), func(i int) shown { return s.clients.Rows[i].shown() })
}

func (s *Server) getClient(args shown) (any, *trouble) {
	found, ok := s.clients.Get(idOf(args["input"].(shown)["accountId"]))
	if !ok {
		return nil, no(noEntity, "accountId")
	}
	return found.shown(), nil
}

func (s *Server) listUsers(args shown) (any, *trouble) {
	input := args["input"].(shown)
	info, _ := input["listInfo"].(shown)
	rows := s.users.Rows
	if input["clientId"] != nil {
		rows = nil
		for _, one := range s.users.Rows {
			if one.Client == idOf(input["clientId"]) {
				rows = append(rows, one)
			}
		}
	}
	return listed("ClientUser", "userList", info, len(rows), func(i int) shown { return s.shownUser(rows[i]) })
}

// listAssociations tells whom requesters belong to: each to one client.
func (s *Server) listAssociations(args shown) (any, *trouble) {
	return listed("ClientUserAssociation", "associations", args["input"].(shown), len(s.users.Rows), func(i int) shown {
		of := s.users.Rows[i]
		held, _ := s.clients.Get(idOf(of.Client))
		return shown{"id": text(of.ID), "client": held.shown(), "site": shown{"id": "1", "name": "HQ"}, "user": shown{"userId": text(of.ID), "name": of.name(), "email": of.Email}}
	})
}

func (s *Server) isTaken(email string, by int64) bool {
	for _, one := range s.users.Rows {
		if one.ID != by && strings.EqualFold(one.Email, email) {
			return true
		}
	}
	return false
}
