package superopstest

import (
	"strings"
	"unicode/utf8"
)

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

func (s *Server) getUser(args shown) (any, *trouble) {
	found, ok := s.users.Get(idOf(args["input"].(shown)["userId"]))
	if !ok {
		return nil, no(noEntity, "userId")
	}
	return s.shownUser(found), nil
}

// listAssociations tells whom requesters belong to: each to one client.
func (s *Server) listAssociations(args shown) (any, *trouble) {
	return listed("ClientUserAssociation", "associations", args["input"].(shown), len(s.users.Rows), func(i int) shown {
		of := s.users.Rows[i]
		held, _ := s.clients.Get(idOf(of.Client))
		return shown{"id": text(of.ID), "client": held.shown(), "site": shown{"id": "1", "name": "HQ"}, "user": shown{"userId": text(of.ID), "name": of.name(), "email": of.Email}}
	})
}

func (s *Server) updateUser(args shown) (any, *trouble) {
	input := args["input"].(shown)
	held, ok := s.users.Get(idOf(input["userId"]))
	if !ok {
		return nil, no(noEntity, "userId")
	}
	custom := map[string]string{}
	for key, value := range held.Custom {
		custom[key] = value
	}
	given, isObject := input["customFields"].(shown)
	if input["customFields"] != nil && !isObject {
		return nil, wrong(badType, "customFields")
	}
	for key, value := range given {
		said, ok := value.(string)
		switch {
		case !customKeys[key]:
			return nil, no(unknown, "customFields."+key)
		case value != nil && !ok:
			return nil, wrong(badType, "customFields")
		case utf8.RuneCountInString(said) > maxLine:
			return nil, wrong(tooLong, "customFields")
		}
		custom[key] = said
	}
	held.Custom = custom
	for name, field := range map[string]*string{"firstName": &held.First, "lastName": &held.Last, "email": &held.Email, "contactNumber": &held.Number} {
		said, ok := input[name].(string)
		switch {
		case !ok:
			continue
		case utf8.RuneCountInString(said) > maxLine:
			return nil, wrong(tooLong, name)
		case said == "" && name != "lastName" && name != "contactNumber":
			return nil, wrong(mandatory, name)
		case name == "email" && s.isTaken(said, held.ID):
			return nil, no(taken, "email")
		}
		*field = said
	}
	if err := s.Keep("user", held); err != nil {
		return nil, no("internal_error", "")
	}
	return s.shownUser(held), nil
}

func (s *Server) isTaken(email string, by int64) bool {
	for _, one := range s.users.Rows {
		if one.ID != by && strings.EqualFold(one.Email, email) {
			return true
		}
	}
	return false
}
