package api

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/api/gate"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/people"
	"countersign/store/settings"
)

// holdings are one row of each kind that paths can name.
type holdings map[string]uuid.UUID

func (d *desk) holdings(msp uuid.UUID) holdings {
	d.t.Helper()
	company := d.company(msp, "Northwind "+store.NewID().String())
	h := holdings{"company_id": company, "user_id": d.add(msp, newcomer{}).id, "verification_id": store.NewID()}
	var point uuid.UUID
	d.tx(msp, func(ctx context.Context, tx store.Tx) error {
		contact, err := people.CreateContact(ctx, tx, people.NewContact{CompanyID: company, Name: "Ana Vega", Email: "ana@northwind.example", Source: "manual"})
		if err != nil {
			return err
		}
		h["contact_id"], point = contact.ID, contact.ContactPoints[0].ID
		key, err := account.CreateAPIKey(ctx, tx, account.NewAPIKey{Name: "RMM", Scopes: []string{"contacts:read"}, At: time.Now()}, "cs_"+store.NewToken())
		h["api_key_id"] = key.ID
		if err != nil {
			return err
		}
		policy, err := settings.PolicyFor(ctx, tx, company)
		if err != nil {
			return err
		}
		now := time.Now()
		_, err = tx.Exec(ctx, `INSERT INTO verifications (tenant_id, id, contact_id, company_id, channel, point_id, policy_id, assurance, leader_kind, leader_id, leader_name, key_id, max_attempts, code_length, opened_at, expires_at, ends_at)
			VALUES ($1, $2, $3, $4, 'email_code', $5, $6, 'low', 'user', $7, 'Rosa', 'k1', 5, 6, $8, $8, $8)`, msp, h["verification_id"], h["contact_id"], company, point, policy.ID, h["user_id"], now)
		if err != nil {
			return err
		}
		return h.writtenIn(ctx, tx, company)
	})
	return h
}

// writtenIn adds what clients' messages lead to.
func (h holdings) writtenIn(ctx context.Context, tx store.Tx, company uuid.UUID) error {
	request, channel, conversation, template := store.NewID(), store.NewID(), store.NewID(), store.NewID()
	psa, profile, write, alert, entry := store.NewID(), store.NewID(), store.NewID(), store.NewID(), store.NewID()
	for _, row := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO technician_verifications (tenant_id, id, point_index, point_masked, transport, our_point, key_id, opened_at, expires_at)
			VALUES ($1, $2, $3, '***', 'sms', '+14155550000', 'k1', now(), now())`, []any{tx.Tenant, request, request[:]}},
		{`INSERT INTO technician_verification_candidates (tenant_id, technician_verification_id, contact_id, company_id) VALUES ($1, $2, $3, $4)`, []any{tx.Tenant, request, h["contact_id"], company}},
		{`INSERT INTO sms_channels (tenant_id, id, name, number, created_at) VALUES ($1, $2, 'Front desk', $3, now())`, []any{tx.Tenant, channel, "+" + channel.String()[24:]}},
		{`INSERT INTO conversations (tenant_id, id, channel_id, their_index, their_masked, company_id, ticket_reference, opened_at, last_at)
			VALUES ($1, $2, $3, $4, '***', $5, 'CS-1', now(), now())`, []any{tx.Tenant, conversation, channel, conversation[:], company}},
		{`INSERT INTO integrations (tenant_id, id, kind, name, ticket_system) VALUES ($1, $2, 'connectwise', 'ConnectWise', true)`, []any{tx.Tenant, psa}},
		{`INSERT INTO ticket_defaults (tenant_id, id, integration_id, name, fields, created_at) VALUES ($1, $2, $3, $4, '{}', now())`, []any{tx.Tenant, profile, psa, profile.String()}},
		{`INSERT INTO ticket_writes (tenant_id, id, integration_id, ticket_id, kind, reference, subject_kind, subject_id, dedupe, created_at)
			VALUES ($1, $2, $3, '48190', 'note', 'CS-1', 'verification', $4, '1', now())`, []any{tx.Tenant, write, psa, request}},
		{`INSERT INTO alerts (tenant_id, id, kind, verification_id, raised_at) VALUES ($1, $2, 'not_me', $3, now())`, []any{tx.Tenant, alert, h["verification_id"]}},
		{`INSERT INTO denials (tenant_id, alert_id, contact_id, company_id, at) VALUES ($1, $2, $3, $4, now())`, []any{tx.Tenant, alert, h["contact_id"], company}},
		{`INSERT INTO conversation_templates (tenant_id, id, name, body, updated_at) VALUES ($1, $2, $3, 'Hello', now())`, []any{tx.Tenant, template, template.String()}},
		{`INSERT INTO audit (tenant_id, id, at, actor_kind, actor_name, action, subject_kind, subject_id, details) VALUES ($1, $2, now(), 'system', 'Countersign', 'held', '', '', '{}')`, []any{tx.Tenant, entry}},
	} {
		if _, err := tx.Exec(ctx, row.sql, row.args...); err != nil {
			return err
		}
	}
	h["technician_verification_id"], h["sms_channel_id"], h["conversation_id"], h["conversation_template_id"] = request, channel, conversation, template
	h["integration_id"], h["ticket_default_id"], h["ticket_write_id"], h["point_id"], h["alert_id"] = psa, profile, write, store.NewID(), alert
	h["archived_sms_channel_id"], h["archived_ticket_default_id"] = channel, profile // restoring one that is in use leaves it as it is
	h["audit_entry_id"] = entry
	return nil
}

// fill puts these ids into a route's template.
func (h holdings) fill(template string) string {
	for param, id := range h {
		template = strings.ReplaceAll(template, ":"+param, id.String())
	}
	return strings.ReplaceAll(template, ":kind", "sms_code")
}

func TestNoRouteShowsWhatIsAnothersTenant(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ours, theirs := d.msp("Ours"), d.msp("Theirs")
	mine, foreign := d.holdings(ours), d.holdings(theirs)
	key := d.key(ours, nil, "admin")
	ana := d.add(ours, newcomer{}).in()
	table, err := gate.ReadOperations()
	require.NoError(t, err)
	engine, _ := gatedEngine(t, d)
	walked := 0
	for route, op := range table {
		if len(op.Resources) == 0 {
			continue
		}
		walked++
		method, path, _ := strings.Cut(route, " ")
		body := bodyFor(op.ID)
		if op.ID == "GetConversationPicture" {
			path += "?message_id=" + uuid.NewString() + "&position=0"
		}
		for _, as := range []option{bearer(key), cookie(gate.ConsoleCookie, ana.cookie)} {
			d.do(method, foreign.fill(path), body, as).is(http.StatusNotFound).refused(problem.NotFound)
			d.do(method, filled(path, uuid.NewString()), body, as).is(http.StatusNotFound)
			d.do(method, filled(path, "no-id"), body, as).is(http.StatusNotFound)
		}
		// The same request about our own row gets through the gate: the 404 was about whose it is.
		gated := &desk{t: t, handler: engine, faked: true}
		gated.do(method, mine.fill(path), body, bearer(key)).is(http.StatusNoContent)
	}
	require.Greater(t, walked, 10)
	require.Zero(t, d.count(`SELECT count(*) FROM audit WHERE tenant_id = $1 AND action NOT IN ('policy.created', 'held')`, theirs))
}

// bodyFor is a body that the description allows, so that nothing but the ids can stop a request.
func bodyFor(operation string) any {
	switch operation {
	case "CheckVerification":
		return map[string]any{"code": "123456"}
	case "SendAgain":
		return map[string]any{"channel": "sms_code"}
	case "PutCompanyPolicy":
		return map[string]any{
			"channels": []string{"sms_code"}, "code_length": 6, "code_minutes": 5, "link_minutes": 5, "max_attempts": 5, "guesses_per_hour": 10, "guesses_per_day": 20, "max_sends": 5,
			"send_pauses_seconds": []int{30, 60, 120, 240}, "sends_per_number": 5, "sends_per_number_minutes": 15, "shield_minutes": 60, "history_length": 5, "note_required": false,
			"banner": "", "show_on_load": false, "countries": []string{"US"},
		}
	case "NameTicketOfVerification", "NameTicketOfTechnicianVerification":
		return map[string]any{"ticket_id": "4"}
	case "LookAtConversation":
		return map[string]any{"looking": true}
	case "SendConversationMessage":
		return map[string]any{"body": "Hello"}
	case "PutConversationTemplate":
		return map[string]any{"name": "Hello", "body": "Hello"}
	case "PutSMSChannel":
		return map[string]any{"name": "Front desk", "number": "+14155550000", "users_may_start": true, "confirm_messages": false}
	case "PutTicketDefault":
		return map[string]any{"integration_id": store.NewID(), "name": "Usual", "fields": map[string]any{}}
	case "ListChoices":
		return map[string]any{"field": "board"}
	case "ApproveContactPoint", "ClearDenial":
		return map[string]any{"reason": "I called them"}
	case "AssignConversation", "SnoozeConversation", "ClaimTechnicianVerification", "UpdateIntegration", "UpdateCompany", "UpdateContact", "UpdateUser":
		return map[string]any{}
	}
	return nil
}

func TestALimitedTechnicianSeesTheirCompaniesOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	seen, unseen := d.holdings(msp), d.holdings(msp)
	tom := d.add(msp, newcomer{Role: "technician", Limited: []uuid.UUID{seen["company_id"]}}).in()
	for _, path := range []string{"/v1/companies/:company_id", "/v1/contacts/:contact_id", "/v1/verifications/:verification_id", "/v1/contacts/:contact_id/channels", "/v1/technician-verifications/:technician_verification_id", "/v1/conversations/:conversation_id"} {
		tom.do("GET", unseen.fill(path), nil).is(http.StatusNotFound)
		require.NotEqual(t, http.StatusNotFound, tom.do("GET", seen.fill(path), nil).StatusCode, path)
	}
}

func TestAnErasedContactIsNotFound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	h := d.holdings(msp)
	ana := d.add(msp, newcomer{}).in()
	d.sql(`UPDATE contacts SET erased_at = now() WHERE id = $1`, h["contact_id"])
	ana.do("GET", h.fill("/v1/contacts/:contact_id"), nil).is(http.StatusNotFound)
}

func TestTheRowsOfThePathComeAlong(t *testing.T) {
	t.Parallel()
	var none people.CompanyRow
	require.Equal(t, none, gate.Row[people.CompanyRow](context.Background()), "without a gate there is nothing")
}

func TestNoListShowsWhatIsAnothersTenant(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ours, theirs := d.msp("Ours"), d.msp("Theirs")
	mine, foreign := d.holdings(ours), d.holdings(theirs)
	key := d.key(ours, nil, "admin")
	table, err := gate.ReadOperations()
	require.NoError(t, err)
	shown := 0
	for route, op := range table {
		method, path, _ := strings.Cut(route, " ")
		if method != http.MethodGet || len(op.Resources) > 0 || op.Scope == "session" || op.ID == "StreamEvents" || op.ID == "ExportAudit" {
			continue // the export writes down what was asked for, also when no tenant has it
		}
		queries := []string{""}
		for _, parameter := range op.Route.Operation.Parameters {
			if parameter.Value.In == "query" && foreign[parameter.Value.Name] != uuid.Nil {
				queries = append(queries, "?"+parameter.Value.Name+"="+foreign[parameter.Value.Name].String())
			}
		}
		for _, query := range queries {
			a := d.do(method, path+query, nil, bearer(key))
			for name, id := range foreign {
				require.NotContains(t, string(a.body), id.String(), "%s%s shows their %s", route, query, name)
			}
			for _, id := range mine {
				shown += strings.Count(string(a.body), id.String())
			}
		}
	}
	require.Positive(t, shown, "our own rows are in the lists: the walk sees what it looks for")
}

func TestNoBodyReachesWhatIsAnothersTenant(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ours, theirs := d.msp("Ours"), d.msp("Theirs")
	mine, foreign := d.holdings(ours), d.holdings(theirs)
	key := d.key(ours, nil, "admin")
	for _, try := range []struct {
		method, path string
		body         map[string]any
	}{
		{"POST", "/v1/contacts", map[string]any{"name": "X", "company_id": foreign["company_id"]}},
		{"PATCH", mine.fill("/v1/contacts/:contact_id"), map[string]any{"company_id": foreign["company_id"]}},
		{"POST", "/v1/verifications", map[string]any{"contact_id": foreign["contact_id"], "channel": "email_code"}},
		{"POST", "/v1/api-keys", map[string]any{"name": "X", "scopes": []string{"admin"}, "user_id": foreign["user_id"]}},
		{"POST", "/v1/users", map[string]any{"email": "x@x.example", "role": "technician", "limited": true, "company_ids": []uuid.UUID{foreign["company_id"]}}},
		{"PATCH", mine.fill("/v1/users/:user_id"), map[string]any{"company_ids": []uuid.UUID{foreign["company_id"]}}},
	} {
		a := d.do(try.method, try.path, try.body, bearer(key))
		require.Contains(t, []int{http.StatusNotFound, http.StatusUnprocessableEntity}, a.StatusCode, "%s %s %s", try.method, try.path, a.body)
	}
	require.Zero(t, d.count(`SELECT count(*) FROM audit WHERE tenant_id = $1 AND actor_kind = 'api_key'`, theirs))
}
