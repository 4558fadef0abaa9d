package api_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"countersign/store"
	"countersign/store/storetest"
)

// A process that dies after it made something, and before it kept its answer: the same request gets what was made, and nothing is made twice.
func TestARepetitionAfterADeathMakesNothingTwice(t *testing.T) {
	t.Parallel()
	l, c := newLines(t), newCounter(t)
	northwind := l.company("Northwind Traders")
	talk := l.starts(nil).ok(http.StatusCreated)["id"].(string)
	storetest.Assign(t, l.store, l.tenant, store.SenderNumber, "+14155550101")
	for name, one := range map[string]struct {
		msp   msp
		owner string
		path  string
		body  object
		table string
	}{
		"a company":              {l.msp, l.owner, "/companies", object{"name": "Contoso"}, "companies"},
		"a person":               {l.msp, l.owner, "/contacts", object{"name": "Ben Ito", "company_id": northwind, "mobile": "+14155550177"}, "contacts"},
		"an import":              {l.msp, l.owner, "/contacts/import", object{"csv": "name,company,mobile\nEva Lind,Northwind Traders,+14155550178", "commit": true}, "audit WHERE action = 'contacts.imported'"},
		"a text":                 {l.msp, l.owner, "/conversation-templates", object{"name": "On our way", "body": "We are on our way."}, "conversation_templates"},
		"a channel":              {l.msp, l.owner, "/sms-channels", l.settings(object{"name": "Second", "number": "+14155550101"}), "sms_channels"},
		"a message":              {l.msp, l.owner, "/conversations/" + talk + "/messages", object{"body": "We come at two."}, "messages"},
		"a colleague":            {l.msp, l.owner, "/users", object{"email": "priya@bluepeak.example"}, "users"},
		"a key":                  {l.msp, l.owner, "/api-keys", object{"name": "RMM", "scopes": []string{"contacts:read"}}, "api_keys"},
		"a ticket default":       {c.msp, c.owner, "/ticket-defaults", c.profile(nil), "ticket_defaults"},
		"a conversation, joined": {l.msp, l.owner, "/conversations", object{"contact_id": l.ana, "channel_id": l.channel, "body": "Is it out?"}, "messages"},
	} {
		t.Run(name, func(t *testing.T) {
			key := uuid.NewString()
			one.msp.t = t
			owner := ownerOf(t, one.owner)
			owner.exec(`ALTER TABLE idempotency_keys ADD CONSTRAINT dies_before_it_answers CHECK (status IS NULL) NOT VALID`)
			first := one.msp.askOnce(key, http.MethodPost, one.path, one.body)
			require.Less(t, first.status, 300, string(first.raw))
			made := owner.count(one.table)
			owner.exec(`ALTER TABLE idempotency_keys DROP CONSTRAINT dies_before_it_answers`)
			owner.exec(`UPDATE idempotency_keys SET held_until = clock_timestamp() - interval '1 second' WHERE status IS NULL`)

			again := one.msp.askOnce(key, http.MethodPost, one.path, one.body)
			require.Equal(t, first.status, again.status, string(again.raw))
			require.Empty(t, again.header.Get("Idempotent-Replay"))
			require.Equal(t, made, owner.count(one.table))
			require.Equal(t, first.body["id"], again.body["id"])
			if secret, shown := again.body["secret"].(string); shown {
				require.NotEqual(t, first.body["secret"], secret, "the first one was kept nowhere")
				shown := one.msp
				shown.key = secret
				shown.get("/contacts").ok(http.StatusOK)
			}
			require.Equal(t, "true", one.msp.askOnce(key, http.MethodPost, one.path, one.body).header.Get("Idempotent-Replay"))
			require.Zero(t, owner.count("idempotency_keys WHERE made_sealed IS NOT NULL"), "it is gone once the request is answered")
		})
	}
}

// A process that was slow, and not dead, makes nothing once another one has taken its request over.
func TestOneThatWasTakenOverMakesNothing(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	owner := ownerOf(t, l.owner)
	owner.exec(`CREATE FUNCTION taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN UPDATE public.idempotency_keys SET holder = gen_random_uuid(); RETURN NEW; END $$`)
	owner.exec(`CREATE TRIGGER taken AFTER INSERT ON companies FOR EACH ROW EXECUTE FUNCTION taken()`)
	before := owner.count("companies")
	l.askOnce("k", http.MethodPost, "/companies", object{"name": "Contoso"}).refused(http.StatusConflict, "conflict")
	require.Equal(t, before, owner.count("companies"))
	owner.exec(`DROP TRIGGER taken ON companies`)
	l.askOnce("k", http.MethodPost, "/companies", object{"name": "Contoso"}).ok(http.StatusCreated)
}

// database is a connection as its owner, past every wall.
type database struct {
	t    *testing.T
	conn *pgx.Conn
}

func ownerOf(t *testing.T, url string) database {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return database{t, conn}
}

func (d database) exec(statement string) {
	d.t.Helper()
	_, err := d.conn.Exec(d.t.Context(), statement)
	require.NoError(d.t, err)
}

func (d database) count(table string) (n int) {
	d.t.Helper()
	require.NoError(d.t, d.conn.QueryRow(d.t.Context(), "SELECT count(*) FROM "+table).Scan(&n))
	return n
}
