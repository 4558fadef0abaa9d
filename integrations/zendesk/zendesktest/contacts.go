package zendesktest

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"countersign/integrations/fake"
)

const endUser = "end-user"

// json shows a user as Zendesk does.
func (u *user) json() map[string]any {
	shown := map[string]any{
		"id": u.ID, "name": u.Name, "email": orNull(u.Email), "phone": orNull(u.Phone), "shared_phone_number": nil, "role": u.Role, "organization_id": idOrNull(u.Org),
		"active": !u.Deleted, "suspended": u.Suspended, "verified": true, "created_at": stampOf(u.Created), "updated_at": stampOf(u.Updated), "external_id": nil,
		"time_zone": "UTC", "locale": "en-US", "tags": []string{}, "user_fields": map[string]any{MobileField: nil, "plan": nil},
	}
	if u.Phone != "" {
		shown["shared_phone_number"] = u.Shared
	}
	if held := u.Fields[MobileField]; held != "" {
		shown["user_fields"] = map[string]any{MobileField: held, "plan": nil}
	}
	return shown
}

// identities are the ways to reach a user. A phone that is shared is none.
func (u *user) identities() []map[string]any {
	var out []map[string]any
	add := func(kind, value string, primary bool) {
		if value != "" {
			out = append(out, map[string]any{"id": u.ID*10 + int64(len(out)), "user_id": u.ID, "type": kind, "value": value, "primary": primary, "verified": true})
		}
	}
	add("email", u.Email, true)
	if !u.Shared {
		add("phone_number", u.Phone, false)
	}
	for _, one := range u.Numbers {
		add("phone_number", one, false)
	}
	return out
}

// usersJSON is a list of users with what is told beside it.
func usersJSON(c call, users []*user) map[string]any {
	shown, identities := make([]map[string]any, len(users)), []map[string]any{}
	for i, one := range users {
		shown[i] = one.json()
		identities = append(identities, one.identities()...)
	}
	out := map[string]any{"users": shown}
	if c.includes("identities") {
		out["identities"] = identities
	}
	return out
}

func (s *Server) me(c call) {
	ours, _ := s.users.Get(AgentOurs)
	shown := ours.json()
	if s.demoted {
		shown["role"] = "agent"
	}
	fake.SendJSON(c.w, http.StatusOK, map[string]any{"user": shown})
}

func (s *Server) listUsers(c call) {
	roles := c.query["role[]"]
	if one := c.query.Get("role"); one != "" {
		roles = append(roles, one)
	}
	if s.Denied("read_contacts") && (len(roles) == 0 || slices.Contains(roles, endUser)) {
		forbidden(c.w)
		return
	}
	page, m, ok := pageOf(s, c, s.users.Rows, (*user).Key, func(u *user) bool { return !u.Deleted && (len(roles) == 0 || slices.Contains(roles, u.Role)) }, false)
	if !ok {
		return
	}
	out := usersJSON(c, page)
	out["meta"] = m
	fake.SendJSON(c.w, http.StatusOK, out)
}

// isShared reports whether another user has the same phone.
func (st *state) isShared(u *user) bool {
	return u.Phone != "" && slices.ContainsFunc(st.users.Rows, func(other *user) bool { return other.ID != u.ID && !other.Deleted && other.Phone == u.Phone })
}

func textOf(value any) string {
	words, _ := value.(string)
	return strings.TrimSpace(words)
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func idOrNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

func stampOf(second int64) string { return time.Unix(second, 0).UTC().Format(time.RFC3339) }
