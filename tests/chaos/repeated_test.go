package chaos

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

// answeredWithin is how long somebody on the phone waits for a repeated request once the API is back: its dead process held the key for three seconds.
const answeredWithin = 10 * time.Second

// steady is how long a process has to live so that its supervisor brings it back at once.
const steady = 3500 * time.Millisecond

// TestARequestThatDiedIsDoneOnce kills the API in the middle of each request that makes something, before it was made and after, and repeats the request.
func TestARequestThatDiedIsDoneOnce(t *testing.T) {
	stack, err := harness.Start()
	require.NoError(t, err)
	defer stack.Stop()
	desk := stack.Desk(t)
	d := &deaths{t: t, stack: stack, desk: desk, database: connect(t, stack), blocker: connect(t, stack)}
	d.exec(d.database, `CREATE FUNCTION wait_to_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END $$`)
	d.exec(d.database, `CREATE TRIGGER wait_to_answer BEFORE UPDATE ON idempotency_keys FOR EACH ROW WHEN (NEW.status IS NOT NULL) EXECUTE FUNCTION wait_to_answer()`)

	for _, request := range []struct {
		table, path string
		body        func(n int) map[string]any
	}{
		{"contacts", "/contacts", func(n int) map[string]any {
			return map[string]any{"name": fmt.Sprintf("Ana Torres %d", n), "company_id": desk.Company, "mobile": harness.NewPerson("").Mobile}
		}},
		{"contacts", "/contacts/import", func(n int) map[string]any {
			return map[string]any{"csv": fmt.Sprintf("name,company,mobile\nEva Lind %d,%s,%s", n, desk.Client, harness.NewPerson("").Mobile), "commit": true}
		}},
		{"verifications", "/verifications", func(n int) map[string]any {
			return map[string]any{"contact_id": desk.Contact(fmt.Sprintf("Ben Ito %d", n)).ID, "channel": "sms_code"}
		}},
		{"messages", "/conversations", func(n int) map[string]any {
			return map[string]any{"contact_id": desk.Contact(fmt.Sprintf("Cleo Park %d", n)).ID, "body": "It is ready."}
		}},
		{"users", "/users", func(int) map[string]any { return map[string]any{"email": harness.NewPerson("Priya Rao").Email} }},
		{"api_keys", "/api-keys", func(n int) map[string]any {
			return map[string]any{"name": fmt.Sprintf("RMM %d", n), "scopes": []string{"contacts:read"}}
		}},
	} {
		d.dies(request.path, request.table, request.body(1), "LOCK TABLE "+request.table+" IN EXCLUSIVE MODE")
		d.dies(request.path, request.table, request.body(2), "SELECT pg_advisory_xact_lock(1)")
	}
	d.aGuessIsCountedOnce()
}

// deaths is a desk whose API dies while it answers.
type deaths struct {
	t                 *testing.T
	stack             *harness.Stack
	desk              *harness.Desk
	database, blocker *pgx.Conn
	back              time.Time // when the API came back last
}

func connect(t *testing.T, stack *harness.Stack) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), stack.OwnerDatabaseURL)
	require.NoError(t, err)
	return conn
}

func (d *deaths) exec(conn *pgx.Conn, statement string) {
	d.t.Helper()
	_, err := conn.Exec(d.t.Context(), statement)
	require.NoError(d.t, err, statement)
}

func (d *deaths) count(of string) (n int) {
	d.t.Helper()
	require.NoError(d.t, d.database.QueryRow(d.t.Context(), "SELECT count(*) FROM "+of).Scan(&n))
	return n
}

// dies has the API die while a lock of ours holds a request up, repeats the request, and looks that it made one row.
func (d *deaths) dies(path, table string, body map[string]any, lock string) {
	d.t.Helper()
	before := d.count(table)
	d.killAndRepeat(path, body, lock)
	require.Equal(d.t, before+1, d.count(table), "%s, killed at %s", path, lock)
}

// killAndRepeat returns what the repeated request was answered.
func (d *deaths) killAndRepeat(path string, body map[string]any, lock string) map[string]any {
	d.t.Helper()
	waitMoment(d.t.Context(), steady-time.Since(d.back))
	key := uuid.NewString()
	d.exec(d.blocker, "BEGIN")
	d.exec(d.blocker, lock)
	died := make(chan error, 1)
	go func() {
		_, err := d.desk.With("Idempotency-Key", key).Try(http.MethodPost, path, body)
		died <- err
	}()
	require.Eventually(d.t, func() bool { return d.count("pg_locks WHERE NOT granted") > 0 }, answeredWithin, 10*time.Millisecond, "%s is not held up by %s", path, lock)
	awaitBack := strike(d.t, d.stack, "api")
	require.Error(d.t, <-died, "it died before it answered")
	d.exec(d.blocker, "ROLLBACK")
	awaitBack()

	d.back = time.Now()
	answer, err := insist(d.desk, d.back.Add(answeredWithin), path, key, body)
	require.NoError(d.t, err)
	d.t.Logf("%s, killed at %s: answered %s after the API was back", path, lock, time.Since(d.back).Round(time.Millisecond))
	return answer
}

// aGuessIsCountedOnce: whoever repeats a wrong code because the API died has used up one guess.
func (d *deaths) aGuessIsCountedOnce() {
	d.t.Helper()
	ana := d.desk.Contact("Ana Guess")
	call := d.desk.Verify(ana).BySMS()
	right := ana.ReadsSMS(1)
	wrong := right[1:] + string('0'+(right[0]-'0'+1)%10)
	for left := 4; left >= 3; left-- {
		lock := map[int]string{4: "LOCK TABLE attempts IN EXCLUSIVE MODE", 3: "SELECT pg_advisory_xact_lock(1)"}[left]
		answer := d.killAndRepeat("/verifications/"+call.ID+"/check", map[string]any{"code": wrong}, lock)
		require.EqualValues(d.t, left, answer["attempts_remaining"])
	}
	require.True(d.t, call.Check(right).Accepted)
}
