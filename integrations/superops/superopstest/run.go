package superopstest

import "net/http"

// trouble is why SuperOps does not do what it was asked: one of its codes, and the attribute that is meant. A rule makes it a violation as well.
type trouble struct {
	code      string
	attribute string
	rule      string
}

func (t *trouble) isWrong() bool { return t != nil && t.rule != "" }

// wrong is a request that the client could have known to be wrong.
func wrong(code, attribute string) *trouble { return &trouble{code, attribute, "value." + attribute} }

// no is a request that only SuperOps can know to be impossible.
func no(code, attribute string) *trouble { return &trouble{code: code, attribute: attribute} }

const (
	noEntity   = "entity_does_not_exist"
	unknown    = "referred_value_does_not_exist"
	mandatory  = "mandatory_validation_failed"
	badPattern = "value_pattern_validation_failed"
	badType    = "type_validation_failed"
	tooLong    = "value_length_exceeds_limit"
	taken      = "unique_validation_failed"
)

// clientError is an error as SuperOps shows it.
func clientError(code, path, attribute string) shown {
	said := shown{"code": code}
	if attribute != "" {
		said["param"] = shown{"attributes": []any{attribute}}
	}
	out := shown{"message": nil, "locations": []any{}, "extensions": shown{"classification": "DataFetchingException", "clientError": []any{said}}}
	if path != "" {
		out["path"] = []any{path}
	}
	return out
}

// run carries out an operation, field after field. What fails is null, beside an error that says why.
func (s *Server) run(r *http.Request, op operation) shown {
	s.Lock()
	defer s.Unlock()
	data, errors := shown{}, []any{}
	root := "Query"
	if op.kind == "mutation" {
		root = "Mutation"
	}
	for _, one := range op.fields {
		var value any
		failed := no("forbidden", "")
		if !s.Denied(guarded[one.name]) {
			value, failed = resolvers[one.name](s, one.args)
		}
		if failed.isWrong() {
			s.Violate(r, failed.rule, one.name+": "+failed.code)
		}
		if failed != nil {
			data[one.alias] = nil
			errors = append(errors, clientError(failed.code, one.alias, failed.attribute))
			continue
		}
		data[one.alias] = project(schema[root].fields[one.name].kind.name, value, one.fields)
	}
	if len(errors) > 0 {
		return shown{"data": data, "errors": errors}
	}
	return shown{"data": data}
}

// project shows of a value what was asked for, and no more.
func project(kind string, value any, asked []selection) any {
	switch held := value.(type) {
	case []any:
		out := make([]any, len(held))
		for i, one := range held {
			out[i] = project(kind, one, asked)
		}
		return out
	case shown:
		if asked == nil {
			return held
		}
		out := shown{}
		for _, one := range asked {
			out[one.alias] = project(schema[kind].fields[one.name].kind.name, held[one.name], one.fields)
		}
		return out
	}
	return value
}

// resolvers answer the fields of Query and Mutation.
var resolvers map[string]func(*Server, shown) (any, *trouble)

func init() {
	fixed := func(rows []any) func(*Server, shown) (any, *trouble) {
		return func(*Server, shown) (any, *trouble) { return rows, nil }
	}
	resolvers = map[string]func(*Server, shown) (any, *trouble){
		"getStatusList": fixed(statuses), "getPriorityList": fixed(priorities), "getImpactList": fixed(impacts), "getUrgencyList": fixed(urgencies),
		"getCategoryList": fixed(categories), "getTechnicianGroupList": fixed(groups),
		"getClientList": (*Server).listClients, "getClient": (*Server).getClient, "getClientUserList": (*Server).listUsers,
		"getClientUserAssociationList": (*Server).listAssociations,
		"getTicketList":                (*Server).listTickets, "getTicket": (*Server).getTicket, "getTicketConversationList": (*Server).listMessages,
		"getTicketNoteList": (*Server).listNotes,
		"createTicket":      (*Server).createTicket, "updateTicket": (*Server).updateTicket,
		"softDeleteTickets": (*Server).trash, "createTicketNote": (*Server).createNote,
	}
}
