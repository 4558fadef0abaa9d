package api_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"countersign/api"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/storetest"
)

const platformNumber = "+14155550100"

// lines is an MSP with a ticket system and an SMS channel.
type lines struct {
	msp
	psa     uuid.UUID
	channel string
	ana     string
	woken   *sync.Map // conversations whose run was told
	desk    *deskOfTickets
	owner   string // of the database
}

// deskOfTickets is a ticket system.
type deskOfTickets struct {
	tickets map[string]ticket.Ticket
	down    error
	picture string // what a client's picture holds; "": it cannot be read
}

func newLines(t *testing.T) lines {
	s, owner := storetest.NewWithOwner(t)
	woken := &sync.Map{}
	desk := &deskOfTickets{tickets: map[string]ticket.Ticket{
		"48190": {ID: "48190", Number: "48190", Summary: "Printer", Status: "New", Board: "Help desk"}, "48000": {ID: "48000", Number: "48000", Closed: true},
	}}
	handler, err := api.New(api.Deps{
		Store: s, Metrics: prometheus.NewRegistry(), Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return time.Now().UTC() },
		Notify: func(context.Context, uuid.UUID, uuid.UUID) error { return nil },
		SignalConversation: func(_ context.Context, _, conversation, _ uuid.UUID) error {
			woken.Store(conversation.String(), true)
			return fmt.Errorf("Temporal is away")
		},
		Ticket: func(_ context.Context, _, _ uuid.UUID, id string) (ticket.Ticket, error) {
			if desk.down != nil {
				return ticket.Ticket{}, desk.down
			}
			if found, ok := desk.tickets[id]; ok {
				return found, nil
			}
			return ticket.Ticket{}, ticket.ErrNotFound
		},
		Media: func(context.Context, uuid.UUID, uuid.UUID, string, int64) (string, []byte, error) {
			if desk.picture == "" {
				return "", nil, fmt.Errorf("Twilio is away")
			}
			return "image/png", []byte(desk.picture), nil
		},
		PublicURL: publicURL, SMSNumber: platformNumber,
	})
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	l := lines{msp: house{t: t, store: s, url: server.URL}.msp(), woken: woken, desk: desk, owner: owner}
	storetest.Assign(t, s, l.tenant, store.SenderNumber, platformNumber)
	l.in(func(ctx context.Context, tx store.Tx) (err error) {
		l.psa, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "connectwise", Name: "ConnectWise", BaseURL: "https://psa.example"})
		return err
	})
	l.channel = l.post("/sms-channels", l.settings(nil)).ok(http.StatusCreated)["id"].(string)
	l.ana = l.contact(l.company("Northwind Dental"), "Ana Torres", object{"mobile": "+14155550134"})
	return l
}

// settings are good ones of a channel, changed.
func (l lines) settings(change object) object {
	s := object{"name": "Help desk", "number": platformNumber, "integration_id": l.psa.String(), "ticket_defaults": object{"board": "1", "sms_received": "7"}, "users_may_start": true, "confirm_messages": false}
	for field, v := range change {
		if s[field] = v; v == nil {
			delete(s, field)
		}
	}
	return s
}

func (l lines) starts(change object) reply {
	l.t.Helper()
	asked := object{"contact_id": l.ana, "body": "  Is it still burning?\n"}
	for field, v := range change {
		asked[field] = v
	}
	return l.post("/conversations", asked)
}

func TestSMSChannelsAreSetUp(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	path := "/sms-channels/" + l.channel
	require.Equal(t, object{"board": "1", "sms_received": "7"}, l.get("/sms-channels").items()[0]["ticket_defaults"])
	changed := l.put(path, l.settings(object{"name": "Front desk", "integration_id": nil, "ticket_defaults": nil, "confirm_messages": true})).ok(http.StatusOK)
	require.Equal(t, "Front desk", changed["name"])
	require.NotContains(t, changed, "integration_id")
	require.Equal(t, []any{"Front desk"}, l.get("/sms-channels").column("name"))
	require.Equal(t, changed, l.get("/sms-channels").items()[0], "the answer says what is kept")

	for name, c := range map[string]struct {
		change object
		field  string
	}{
		"no name":                  {object{"name": "  "}, "name"},
		"not a number":             {object{"number": "12"}, "number"},
		"a number without country": {object{"number": "415 555 0100"}, "number"},
		"no such ticket system":    {object{"integration_id": uuid.NewString()}, "integration_id"},
		"a provider of messages":   {object{"integration_id": l.integration("twilio")}, "integration_id"},
		"no such company":          {object{"default_company_id": uuid.NewString()}, "default_company_id"},
		"unknown user":             {object{"notify_users": []string{uuid.NewString()}}, "notify_users"},
		"a field no ticket has":    {object{"ticket_defaults": object{"colour": "red"}}, "ticket_defaults.colour"},
	} {
		require.Equal(t, []string{c.field}, l.put(path, l.settings(c.change)).refused(http.StatusUnprocessableEntity, "validation_failed"), name)
	}
	require.Equal(t, []string{"number"}, l.post("/sms-channels", l.settings(nil)).refused(http.StatusConflict, "conflict"))
	require.Equal(t, []string{"number"}, l.post("/sms-channels", l.settings(object{"number": "+14155550111"})).refused(http.StatusConflict, "sender_not_yours"))
	require.Equal(t, []string{"number"}, l.put(path, l.settings(object{"number": "+14155550111"})).refused(http.StatusConflict, "sender_not_yours"))

	l.delete(path).ok(http.StatusNoContent)
	l.put(path, l.settings(nil)).refused(http.StatusNotFound, "not_found")
	l.post("/sms-channels", l.settings(nil)).ok(http.StatusCreated)
	require.Equal(t, []any{"sms_channel.created", "sms_channel.archived", "sms_channel.changed"}, l.actions()[:3])
}

func TestAConversationIsBegunAnsweredReadAndClosed(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	c := l.starts(object{"subject": "Your printer", "ticket_id": "48190"}).ok(http.StatusCreated)
	id := c["id"].(string)
	_, woken := l.woken.Load(id)
	require.True(t, woken, "an outage of Temporal does not fail the request")
	require.Equal(t, "Is it still burning?", c["last_text"])
	require.Equal(t, "48190", c["ticket_id"])
	require.Equal(t, true, c["may_write"])
	require.NotContains(t, fmt.Sprint(c), "5550134", "only the mask is shown")
	require.Equal(t, id, l.starts(nil).ok(http.StatusOK)["id"])

	path := "/conversations/" + id
	sent := l.post(path+"/messages", object{"body": " We come at two. "}).ok(http.StatusCreated)
	require.Equal(t, "We come at two.", sent["body"])
	require.Equal(t, "claimed", sent["status"])
	require.NotEmpty(t, sent["sent_by"])
	require.Equal(t, []any{"We come at two.", "Is it still burning?"}, l.get(path+"/messages?limit=2").column("body"))
	require.Equal(t, []string{"body"}, l.post(path+"/messages", object{"body": "  \n "}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	l.post(path+"/messages", object{"body": strings.Repeat("é", 1600)}).ok(http.StatusCreated)
	l.post(path+"/messages", object{"body": strings.Repeat("é", 1601)}).refused(http.StatusUnprocessableEntity, "validation_failed")
	l.post(path+"/read", nil).ok(http.StatusNoContent)
	require.Empty(t, l.get("/conversations?unread=true").items())
	require.Len(t, l.get("/conversations?status=open&contact_id="+l.ana).items(), 1)

	closed := l.post(path+"/close", nil).ok(http.StatusOK)
	require.Equal(t, "closed", closed["status"])
	require.Equal(t, false, closed["may_write"])
	l.post(path+"/close", nil).ok(http.StatusOK)
	l.post(path+"/messages", object{"body": "Hello"}).refused(http.StatusConflict, "already_closed")
	require.Equal(t, []any{"conversation.closed", "conversation.opened"}, l.actions()[:2])
	require.NotEqual(t, id, l.starts(nil).ok(http.StatusCreated)["id"])
}

func TestWhatStandsInTheWayOfAConversation(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	company := l.company("Harbor Logistics")
	for name, c := range map[string]struct {
		asked  object
		status int
		code   string
	}{
		"unknown contact":        {object{"contact_id": uuid.NewString()}, http.StatusNotFound, "not_found"},
		"no mobile":              {object{"contact_id": l.contact(company, "Ben Ito", object{"phone": "+14155550150"})}, http.StatusConflict, "channel_unavailable"},
		"abroad":                 {object{"contact_id": l.contact(company, "Eva Lind", object{"mobile": "+46701234567"})}, http.StatusConflict, "country_not_allowed"},
		"no such channel":        {object{"channel_id": uuid.NewString()}, http.StatusUnprocessableEntity, "validation_failed"},
		"no such ticket":         {object{"ticket_id": "1"}, http.StatusUnprocessableEntity, "validation_failed"},
		"a closed ticket":        {object{"ticket_id": "48000"}, http.StatusUnprocessableEntity, "validation_failed"},
		"nothing to say":         {object{"body": "   "}, http.StatusUnprocessableEntity, "validation_failed"},
		"a subject of two lines": {object{"subject": "a\nb"}, http.StatusUnprocessableEntity, "validation_failed"},
	} {
		t.Log(name)
		l.starts(c.asked).refused(c.status, c.code)
	}
	id := l.starts(nil).ok(http.StatusCreated)["id"].(string)
	l.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO opt_outs (tenant_id, value_index, source) VALUES ($1, $2, 'reply')`, tx.Tenant, tx.Index("contact-point", "+14155550134"))
		return err
	})
	l.post("/conversations/"+id+"/messages", object{"body": "Hello"}).refused(http.StatusConflict, "channel_unavailable")
	l.starts(nil).refused(http.StatusConflict, "channel_unavailable")
	require.Equal(t, false, l.get("/conversations/" + id).ok(http.StatusOK)["may_write"])

	elsewhere := l.limitedTo(company)
	elsewhere.get("/conversations/"+id).refused(http.StatusNotFound, "not_found")
	require.Empty(t, elsewhere.get("/conversations").items())
	elsewhere.post("/conversations", object{"contact_id": l.ana, "body": "Hello"}).refused(http.StatusNotFound, "not_found")
}

func TestTheTicketBesideAConversation(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	with := "/conversations/" + l.starts(object{"ticket_id": "48190"}).ok(http.StatusCreated)["id"].(string) + "/ticket"
	shown := l.get(with).ok(http.StatusOK)
	require.Equal(t, "Printer", shown["ticket"].(object)["summary"])
	require.EqualValues(t, 1, shown["waiting"])
	require.NotContains(t, shown, "problem")

	l.desk.down = &provider.Error{Kind: provider.Unavailable}
	shown = l.get(with).ok(http.StatusOK)
	require.Equal(t, "The ticket system does not answer.", shown["problem"])
	require.NotContains(t, shown, "ticket")
	l.desk.down = context.DeadlineExceeded
	require.Equal(t, "The ticket system does not answer.", l.get(with).ok(http.StatusOK)["problem"])

	ben := l.contact(l.company("Harbor Logistics"), "Ben Ito", object{"mobile": "+14155550150"})
	without := l.starts(object{"contact_id": ben}).ok(http.StatusCreated)["id"].(string)
	require.Contains(t, l.get("/conversations/" + without + "/ticket").ok(http.StatusOK)["problem"], "no ticket yet")
}

func TestAnArchivedSMSChannelComesBackWithItsConversations(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	path, restore := "/sms-channels/"+l.channel, "/archived-sms-channels/"+l.channel+"/restore"
	open := l.starts(nil).ok(http.StatusCreated)["id"].(string)
	ben := l.contact(l.company("Harbor Logistics"), "Ben Ito", object{"mobile": "+14155550150"})
	done := l.starts(object{"contact_id": ben}).ok(http.StatusCreated)["id"].(string)
	l.post("/conversations/"+done+"/close", nil).ok(http.StatusOK)
	statusOf := func(id string) any { return l.get("/conversations/" + id).ok(http.StatusOK)["status"] }

	l.delete(path).ok(http.StatusNoContent)
	require.Equal(t, "closed", statusOf(open))
	for range 2 {
		require.Equal(t, "Help desk", l.post(restore, nil).ok(http.StatusOK)["name"], "a second press changes nothing")
	}
	require.Equal(t, []any{"Help desk"}, l.get("/sms-channels").column("name"))
	require.Equal(t, "open", statusOf(open), "its archiving had closed it")
	require.Equal(t, "closed", statusOf(done), "a technician had closed it")
	require.Equal(t, []any{"sms_channel.restored", "sms_channel.archived"}, l.actions()[:2])

	l.delete(path).ok(http.StatusNoContent)
	l.post("/sms-channels", l.settings(nil)).ok(http.StatusCreated)
	require.Equal(t, []string{"number"}, l.post(restore, nil).refused(http.StatusConflict, "conflict"), "another channel has the number by now")
}

func TestAnArchivedSMSChannelComesBackOnlyWithWhatItNeeds(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	l.delete("/sms-channels/" + l.channel).ok(http.StatusNoContent)
	l.in(func(ctx context.Context, tx store.Tx) error {
		_, err := integrations.RetirePSA(ctx, tx, l.psa, time.Now())
		return err
	})
	l.post("/archived-sms-channels/"+l.channel+"/restore", nil).refused(http.StatusConflict, "conflict")
	require.Empty(t, l.get("/sms-channels").items())
}

func TestConversationTemplates(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	made := m.post("/conversation-templates", object{"name": " Printer ", "subject": "Ticket ${ticket}", "body": "Hello ${name}, this is ${technician} of ${msp}."}).ok(http.StatusCreated)
	require.Equal(t, "Printer", made["name"])
	path := "/conversation-templates/" + made["id"].(string)
	m.post("/conversation-templates", object{"name": "Almost", "body": "Hello"}).ok(http.StatusCreated)
	require.Equal(t, []any{"Almost", "Printer"}, m.get("/conversation-templates").column("name"))
	require.Equal(t, []string{"name"}, m.post("/conversation-templates", object{"name": "Printer", "body": "Hello"}).refused(http.StatusConflict, "conflict"))
	require.Equal(t, []string{"name"}, m.put(path, object{"name": "Almost", "body": "Hello"}).refused(http.StatusConflict, "conflict"))
	for body, field := range map[string]string{"Your code is ${code}": "body", "${company}": "body", "${}": "body", "Hello ${name": "body", "   ": "body", "turned \u202e": "body"} {
		require.Equal(t, []string{field}, m.put(path, object{"name": "Printer", "body": body}).refused(http.StatusUnprocessableEntity, "template_invalid"), body)
	}
	require.Equal(t, []string{"subject"}, m.put(path, object{"name": "Printer", "subject": "${link}", "body": "Hello"}).refused(http.StatusUnprocessableEntity, "template_invalid"))
	changed := m.put(path, object{"name": "Printer", "body": "It costs $5"}).ok(http.StatusOK)
	require.NotContains(t, changed, "subject")
	m.delete(path).ok(http.StatusNoContent)
	m.delete(path).refused(http.StatusNotFound, "not_found")
	require.Equal(t, []any{"conversation_template.deleted", "conversation_template.changed", "conversation_template.created", "conversation_template.created"}, m.actions())
}

func TestAConversationStaysOutOfAnotherCompanysTicket(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	other := l.company("Contoso")
	l.desk.tickets["48200"] = ticket.Ticket{ID: "48200", Number: "48200", CompanyID: "c"}
	l.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO company_links (tenant_id, integration_id, external_id, company_id, digest, active, linked_at) VALUES ($1, $2, 'c', $3, '', true, now())`, l.tenant, l.psa, uuid.MustParse(other))
		return err
	})
	require.Equal(t, []string{"ticket_id"}, l.starts(object{"ticket_id": "48200"}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	l.starts(object{"ticket_id": "48190"}).ok(http.StatusCreated)
}
