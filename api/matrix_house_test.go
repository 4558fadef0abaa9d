package api

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"countersign/api/gate"
	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/integrations"
)

// estate is what somebody has: an id of each kind that can be named, and a word that stands in all their texts and nowhere else.
type estate struct {
	name   string
	tenant uuid.UUID
	mark   string
	ids    map[string]string
	phone  string
}

// asker is somebody who asks.
type asker struct {
	name    string
	letter  string // as in mayCall
	limited bool   // to the company of the own estate
	as      option
}

// matrix is two MSPs, and everybody of the first one.
type matrix struct {
	*desk
	table             gate.Operations
	gated             *desk
	own, other, bravo estate // other is another company of the same MSP
	callers           []asker
	bravoKey          string
	repeated          string // the id of what Bravo made under an Idempotency-Key
	cells             int
}

// stillTemporal starts nothing and knows nothing.
type stillTemporal struct{ wellTemporal }

var away = serviceerror.NewUnavailable("away")

func (stillTemporal) ExecuteWorkflow(context.Context, client.StartWorkflowOptions, any, ...any) (client.WorkflowRun, error) {
	return nil, away
}

func (stillTemporal) SignalWithStartWorkflow(context.Context, string, string, any, client.StartWorkflowOptions, any, ...any) (client.WorkflowRun, error) {
	return nil, away
}

func (stillTemporal) SignalWorkflow(context.Context, string, string, string, any) error { return away }

func (stillTemporal) UpdateWorkflow(context.Context, client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	return nil, away
}

func (stillTemporal) UpdateWithStartWorkflow(context.Context, client.UpdateWithStartWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	return nil, away
}

// ownShelves are the ticket systems of the two MSPs, each of which is opened by its own MSP only.
type ownShelves struct {
	store *store.Store
	of    map[uuid.UUID][]ticket.Ticket
}

func (ownShelves) Vendors() []integration.Vendor {
	return []integration.Vendor{{Kind: "connectwise", Name: "ConnectWise PSA"}}
}

func (s ownShelves) Open(ctx context.Context, tenant, id uuid.UUID) (integration.System, error) {
	_, err := integrations.OpenPSA(ctx, s.store, tenant, id)
	return shelf{tickets: s.of[tenant]}, err
}

type shelf struct {
	ticket.System
	tickets []ticket.Ticket
}

func (s shelf) Ticket(_ context.Context, id string) (ticket.Ticket, error) {
	for _, t := range s.tickets {
		if t.ID == id {
			return t, nil
		}
	}
	return ticket.Ticket{}, ticket.ErrNotFound
}

func (s shelf) Tickets(_ context.Context, q ticket.Query) (found []ticket.Ticket, _ error) {
	for _, t := range s.tickets {
		if (q.CompanyID == "" || q.CompanyID == t.CompanyID) && (q.ContactID == "" || q.ContactID == t.ContactID) && strings.Contains(t.Summary, q.Text) {
			found = append(found, t)
		}
	}
	return found, nil
}

func newMatrix(t *testing.T) *matrix {
	shelves := ownShelves{of: map[uuid.UUID][]ticket.Ticket{}}
	m := &matrix{}
	m.desk = newDesk(t, func(d *Deps) {
		shelves.store = d.Store
		d.Dispatch, d.PSAs = dispatch.New(stillTemporal{}, slog.New(slog.DiscardHandler)), shelves
		d.Ticket = func(ctx context.Context, tenant, id uuid.UUID, number string) (ticket.Ticket, error) {
			system, err := shelves.Open(ctx, tenant, id)
			if err != nil {
				return ticket.Ticket{}, err
			}
			return system.(shelf).Ticket(ctx, number)
		}
	})
	alpha, bravo := m.msp("Alpha"), m.msp("Bravovault")
	m.own = m.estate("own", alpha, "Ownvault", "70010", "+14155550111", false)
	m.other = m.estate("the other company", alpha, "Othervault", "70020", "+14155550122", true)
	m.bravo = m.estate("Bravo", bravo, "Bravovault", "70030", "+14155550133", false)
	m.link(alpha, m.own.ids["integration_id"], m.other)
	for _, e := range []estate{m.own, m.other, m.bravo} {
		shelves.of[e.tenant] = append(shelves.of[e.tenant], ticket.Ticket{ID: e.ids["ticket_id"], Number: e.ids["ticket_id"], Summary: e.mark, Status: "New", CompanyID: e.mark, ContactID: e.mark})
	}
	m.bravoKey = m.key(bravo, nil, "admin")
	m.adorn()
	var err error
	m.table, err = gate.ReadOperations()
	require.NoError(t, err)
	engine, _ := gatedEngine(t, m.desk)
	m.gated = &desk{t: t, handler: engine, faked: true}
	m.callers = m.everybody(alpha)
	return m
}

// everybody is each kind of caller of an MSP, and somebody who is nobody's.
func (m *matrix) everybody(alpha uuid.UUID) []asker {
	browser := func(p *member) option {
		return func(c *outgoing) {
			cookie(gate.ConsoleCookie, p.in().cookie)(c)
			header("Sec-Fetch-Site", "same-origin")(c)
		}
	}
	only := []uuid.UUID{uuid.MustParse(m.own.ids["company_id"])}
	admin, technician := m.add(alpha, newcomer{}), m.add(alpha, newcomer{Role: "technician"})
	limited := m.add(alpha, newcomer{Role: "technician", Limited: only})
	everyone := []asker{
		{"an admin key", "A", false, bearer(m.key(alpha, nil, "admin"))},
		{"a limited technician", "t", true, browser(limited)},
		{"an admin", "a", false, browser(admin)},
		{"a technician", "t", false, browser(technician)},
		{"the pod of an admin", "p", false, bearer(admin.podBearer())},
		{"the pod of a limited technician", "p", true, bearer(limited.podBearer())},
		{"an admin key of a limited technician", "", true, bearer(m.key(alpha, &limited.id, "admin"))},
		{"an admin key of a technician", "", false, bearer(m.key(alpha, &technician.id, "admin"))},
		{"somebody who works in the pod", "o", false, browser(m.add(alpha, newcomer{PodOnly: true}))},
		{"a key of a limited technician to read contacts", "", true, bearer(m.key(alpha, &limited.id, "contacts:read"))},
		{"nobody", ".", false, func(*outgoing) {}},
		{"a made-up key", ".", false, bearer(gate.APIKeyPrefix + store.NewToken())},
	}
	for letter, scope := range map[string]string{
		"r": "contacts:read", "w": "contacts:write", "v": "verifications:read", "V": "verifications:write", "m": "messages:read", "M": "messages:write", "s": "settings:read",
	} {
		everyone = append(everyone, asker{"a key for " + scope, letter, false, bearer(m.key(alpha, nil, scope))})
	}
	return everyone
}

// othersOf are the estates that a caller has no business with.
func (m *matrix) othersOf(who asker) []estate {
	if who.limited {
		return []estate{m.bravo, m.other}
	}
	return []estate{m.bravo}
}

func (m *matrix) ask(who asker, method, path string, body any, more ...option) answer {
	m.t.Helper()
	return m.do(method, path, body, append([]option{who.as}, more...)...)
}

// estate makes one row of each kind and writes a word into all its texts. That of a company leaves out what is the whole MSP's.
func (m *matrix) estate(name string, tenant uuid.UUID, mark, ticketID, phone string, ofCompanyOnly bool) estate {
	e := estate{name: name, tenant: tenant, mark: mark, ids: map[string]string{"ticket_id": ticketID}, phone: phone}
	for kind, id := range m.holdings(tenant) {
		e.ids[kind] = id.String()
	}
	write := e.ids["ticket_write_id"]
	m.tx(tenant, func(ctx context.Context, tx store.Tx) (err error) {
		user := uuid.MustParse(e.ids["user_id"])
		session, _, err := account.CreateSession(ctx, tx, account.NewSession{User: user, Kind: account.SessionConsole, At: time.Now(), ExpiresAt: time.Now().Add(time.Hour)})
		e.ids["session_id"] = session.String()
		return err
	})
	integration := e.ids["integration_id"]
	if ofCompanyOnly {
		for _, kind := range []string{"user_id", "api_key_id", "session_id", "sms_channel_id", "archived_sms_channel_id", "conversation_template_id", "integration_id", "ticket_default_id", "archived_ticket_default_id", "ticket_write_id"} {
			delete(e.ids, kind)
		}
	}
	for statement, id := range map[string]string{
		`UPDATE companies SET name = name || $2 WHERE id = $1`:                                               e.ids["company_id"],
		`UPDATE contacts SET name = name || $2 WHERE id = $1`:                                                e.ids["contact_id"],
		`UPDATE users SET name = name || $2 WHERE id = $1`:                                                   e.ids["user_id"],
		`UPDATE api_keys SET name = name || $2 WHERE id = $1`:                                                e.ids["api_key_id"],
		`UPDATE sms_channels SET name = name || $2 WHERE id = $1`:                                            e.ids["sms_channel_id"],
		`UPDATE conversation_templates SET name = $2, body = body || $2 WHERE id = $1`:                       e.ids["conversation_template_id"],
		`UPDATE conversations SET ticket_reference = $2, their_masked = $2 WHERE id = $1`:                    e.ids["conversation_id"],
		`UPDATE technician_verifications SET point_masked = $2 WHERE id = $1`:                                e.ids["technician_verification_id"],
		`UPDATE integrations SET name = name || $2, base_url = 'https://' || $2 || '.example' WHERE id = $1`: e.ids["integration_id"],
		`UPDATE ticket_defaults SET name = name || $2 WHERE id = $1`:                                         e.ids["ticket_default_id"],
		`UPDATE verifications SET leader_name = leader_name || $2 WHERE id = $1`:                             e.ids["verification_id"],
	} {
		if id != "" {
			m.sql(statement, id, mark)
		}
	}
	e.ids["message_id"] = store.NewID().String()
	m.sql(`INSERT INTO messages (tenant_id, id, direction, transport, kind, our_point, their_index, their_masked, at, status, conversation_id) VALUES ($1, $2, 'inbound', 'sms', 'inbound', '+14155550000', '\x01', $3, now(), 'received', $4)`,
		tenant, e.ids["message_id"], mark, e.ids["conversation_id"])
	m.sql(`UPDATE ticket_writes SET ticket_id = $2, reference = $3 WHERE id = $1`, write, ticketID, mark)
	e.ids["point_id"] = m.text(`SELECT id::text FROM contact_points WHERE contact_id = $1 LIMIT 1`, e.ids["contact_id"])
	m.link(tenant, integration, e)
	return e
}

// repeated is what Bravo has made, and others ask for under the same key.
var repeated = map[string]any{"name": "Repeated"}

// adorn writes Bravo's word into settings that are one to an MSP.
func (m *matrix) adorn() {
	as := bearer(m.bravoKey)
	policy := bodyFor("PutCompanyPolicy").(map[string]any)
	policy["banner"] = m.bravo.mark
	m.do("PUT", "/v1/policies/default", policy, as).is(http.StatusOK)
	m.do("PUT", "/v1/companies/"+m.bravo.ids["company_id"]+"/policy", policy, as).is(http.StatusOK)
	m.do("PUT", "/v1/templates/sms_code", map[string]any{"body": m.bravo.mark + " ${code}"}, as).is(http.StatusOK)
	mine := bearer(m.key(m.own.tenant, nil, "admin"))
	m.repeated = m.do("POST", "/v1/companies", repeated, as, idempotent("k-1")).is(http.StatusCreated).text("id")
	policy["banner"] = m.other.mark
	m.do("PUT", "/v1/companies/"+m.other.ids["company_id"]+"/policy", policy, mine).is(http.StatusOK)
}

// link has the ticket system of an MSP know the company and the contact of an estate.
func (m *matrix) link(tenant uuid.UUID, integration string, e estate) {
	for table, column := range map[string]string{"company_links": "company_id", "contact_links": "contact_id"} {
		m.sql(`INSERT INTO `+table+` (tenant_id, integration_id, external_id, `+column+`, digest, active, linked_at) VALUES ($1, $2, $3, $4, '\x00', true, now())`, tenant, integration, e.mark, e.ids[column])
	}
}

func (e estate) fill(template string) string {
	for param, id := range e.ids {
		template = strings.ReplaceAll(template, ":"+param, id)
	}
	return strings.ReplaceAll(template, ":kind", "sms_code")
}

// said is what somebody who knows an estate would put into a parameter.
func (e estate) said(parameter string) []string {
	switch parameter {
	case "query", "action":
		return []string{e.mark}
	case "email":
		return []string{e.mark + "@x.example", "ana@" + e.mark + ".example"}
	case "phone":
		return []string{e.phone}
	case "external_id":
		return []string{e.mark}
	case "cursor":
		return []string{e.ids["company_id"], e.ids["contact_id"], e.ids["verification_id"]}
	}
	if id, known := e.ids[kindOfQuery(parameter)]; known {
		return []string{id}
	}
	return nil
}

// rowsOf is a hash of each table's rows of an MSP.
func (m *matrix) rowsOf(tenant uuid.UUID) map[string]string {
	return m.hashes("tenant_id", tenant.String())
}

// rowsOfCompany is a hash of each table's rows of a company.
func (m *matrix) rowsOfCompany(company string) map[string]string {
	return m.hashes("company_id", company)
}

func (m *matrix) hashes(column, value string) map[string]string {
	m.t.Helper()
	ctx := m.t.Context()
	conn, err := pgx.Connect(ctx, m.owner)
	require.NoError(m.t, err)
	defer conn.Close(context.WithoutCancel(ctx))
	rows, err := conn.Query(ctx, `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
		WHERE column_name = $1 AND table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`, column)
	require.NoError(m.t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(m.t, err)
	require.NotEmpty(m.t, tables)
	found := map[string]string{}
	for _, table := range tables {
		var hash string
		require.NoError(m.t, conn.QueryRow(ctx, `SELECT coalesce(md5(string_agg(r::text, '|' ORDER BY r::text)), '') FROM `+table+` r WHERE `+column+` = $1`, value).Scan(&hash), table)
		found[table] = hash
	}
	return found
}

func (m *matrix) text(query string, args ...any) (found string) {
	m.t.Helper()
	conn, err := pgx.Connect(m.t.Context(), m.owner)
	require.NoError(m.t, err)
	defer conn.Close(context.WithoutCancel(m.t.Context()))
	require.NoError(m.t, conn.QueryRow(m.t.Context(), query, args...).Scan(&found))
	return found
}

// unzipped is an answer's text, of all files where it is an archive.
func unzipped(t testing.TB, a answer) string {
	if a.Header.Get("Content-Type") != "application/zip" {
		return string(a.body)
	}
	archive, err := zip.NewReader(bytes.NewReader(a.body), int64(len(a.body)))
	require.NoError(t, err)
	var text strings.Builder
	for _, file := range archive.File {
		opened, err := file.Open()
		require.NoError(t, err)
		_, err = io.Copy(&text, opened)
		require.NoError(t, err)
	}
	return text.String()
}
