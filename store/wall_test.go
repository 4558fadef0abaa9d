package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"countersign/core/keys"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/people"
	"countersign/store/storetest"
	"countersign/store/tenants"
	"countersign/store/verify"
)

// column is one column of a table, from the catalog.
type column struct {
	Name      string
	Type      string
	NotNull   bool
	Generated bool
	Choices   *string // the first value that a check on this column allows
}

// walledTables are all tables with a tenant, from the catalog: a new one is covered without being named here.
func walledTables(t *testing.T, conn *pgx.Conn) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1`)
	require.NoError(t, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Greater(t, len(names), 20)
	return names
}

// filled is an MSP with a row in as many tables as its own doings reach.
func filled(t *testing.T) *desk {
	d := newDesk(t)
	v := d.open(d.ana, moment())
	_, err := verify.Recorder{Store: d.store}.RecordAttempt(t.Context(), d.wrong(v, 1, v.OpenedAt))
	require.NoError(t, err)
	_, err = verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(v))
	require.NoError(t, err)
	require.NoError(t, verify.RecordDelivery(t.Context(), d.store, d.tenant, "twilio", uuid.Nil,
		message.Delivery{EventKey: "e", OutboundID: ledger.OutboundID(v.ID, 1), Status: message.Failed, OptedOut: true, At: v.OpenedAt}))
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := account.CreatePasswordToken(ctx, tx, d.sam.ID, account.PurposeReset, v.OpenedAt)
		require.NoError(t, err)
		require.NoError(t, account.SetCompaniesOf(ctx, tx, d.sam.ID, []uuid.UUID{d.company}))
	})
	return d
}

func TestNoTableShowsAnotherTenant(t *testing.T) {
	t.Parallel()
	d := filled(t)
	owner := d.asOwner()
	stranger := storetest.Tenant(t, d.store)
	seen := 0
	for _, table := range walledTables(t, owner) {
		name := pgx.Identifier{table}.Sanitize()
		var rows int
		require.NoError(t, owner.QueryRow(t.Context(), `SELECT count(*) FROM `+name+` WHERE tenant_id = $1`, d.tenant).Scan(&rows))
		if rows > 0 {
			seen++
		}
		in(t, d.store, stranger, func(ctx context.Context, tx store.Tx) {
			var visible int
			require.NoError(t, tx.QueryRow(ctx, `SELECT count(*) FROM `+name+` WHERE tenant_id <> $1`, stranger).Scan(&visible), table)
			require.Zero(t, visible, table)
		})
		for _, write := range []string{
			fmt.Sprintf(`UPDATE %s SET tenant_id = tenant_id WHERE tenant_id = '%s'`, name, d.tenant),
			fmt.Sprintf(`DELETE FROM %s WHERE tenant_id = '%s'`, name, d.tenant),
		} {
			err := d.store.InTenant(t.Context(), stranger, func(ctx context.Context, tx store.Tx) error {
				tag, err := tx.Exec(ctx, write)
				if err == nil {
					require.Zero(t, tag.RowsAffected(), write)
				}
				return err
			})
			require.True(t, err == nil || isCode(err, "42501"), "%s: %v", write, err)
		}
		var still int
		require.NoError(t, owner.QueryRow(t.Context(), `SELECT count(*) FROM `+name+` WHERE tenant_id = $1`, d.tenant).Scan(&still))
		require.Equal(t, rows, still, table)
	}
	require.GreaterOrEqual(t, seen, 20, "the test must have something to find")
}

// A transaction of one MSP cannot write a row of another, in any table.
func TestNoTableTakesARowForAnotherTenant(t *testing.T) {
	t.Parallel()
	d := filled(t)
	owner := d.asOwner()
	stranger := storetest.Tenant(t, d.store)
	for _, table := range walledTables(t, owner) {
		err := d.store.InTenant(t.Context(), stranger, func(ctx context.Context, tx store.Tx) error {
			_, err := tx.Exec(ctx, insertFor(t, owner, table, d.tenant))
			return err
		})
		require.True(t, isCode(err, "42501"), "%s: %v", table, err) // a row-security violation, or no right to insert at all
		// The same row for one's own MSP is refused by nothing but its keys: the statement is one that could work.
		err = d.store.InTenant(t.Context(), d.tenant, func(ctx context.Context, tx store.Tx) error {
			_, err := tx.Exec(ctx, insertFor(t, owner, table, d.tenant))
			return err
		})
		if table != "tenants" && table != "audit_chain" && table != "audit_heads" { // which nothing that serves requests writes
			require.True(t, err == nil || isCode(err, "23503") || isCode(err, "23505"), "%s: %v", table, err)
		}
	}
}

// Foreign-key checks look past row security, so each must carry the tenant: a row may only point at rows of its own MSP.
func TestEveryKeyBeginsWithTheTenant(t *testing.T) {
	t.Parallel()
	owner := newDesk(t).asOwner()
	walled := walledTables(t, owner)
	rows, err := owner.Query(t.Context(), `
		SELECT c.conrelid::regclass::text, c.contype::text, a.attname::text, coalesce(f.attname::text, ''), coalesce(c.confrelid::regclass::text, '')
		FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		LEFT JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
		WHERE c.contype IN ('p', 'u', 'f') AND c.conrelid::regclass::text = ANY($1)
		UNION ALL
		SELECT i.indrelid::regclass::text, 'u', a.attname::text, '', '' FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
		WHERE i.indisunique AND i.indrelid::regclass::text = ANY($1)`, walled)
	require.NoError(t, err)
	checked := 0
	for rows.Next() {
		var table, kind, first, firstTarget, target string
		require.NoError(t, rows.Scan(&table, &kind, &first, &firstTarget, &target))
		if table == "tenants" && first == "slug" {
			continue // the names of MSPs are one space
		}
		require.Equal(t, "tenant_id", first, "%s has a key (%s) that does not begin with its tenant", table, kind)
		if kind == "f" {
			require.Equal(t, "tenant_id", firstTarget, "%s -> %s", table, target)
		}
		checked++
	}
	require.NoError(t, rows.Err())
	require.Greater(t, checked, 60)

	d := newDesk(t)
	stranger := storetest.Tenant(t, d.store)
	err = d.store.InTenant(t.Context(), stranger, func(ctx context.Context, tx store.Tx) error {
		_, err := people.CreateContact(ctx, tx, people.NewContact{CompanyID: d.company, Name: "Mallory"})
		return err
	})
	require.ErrorIs(t, err, store.ErrNotFound)
	err = d.store.InTenant(t.Context(), stranger, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO contacts (tenant_id, id, company_id, name, sort_name) VALUES ($1, $2, $3, 'Mallory', 'mallory')`, stranger, store.NewID(), d.company)
		return err
	})
	require.ErrorIs(t, err, store.ErrConflict)
}

func TestEveryWalledTableIsForced(t *testing.T) {
	t.Parallel()
	owner := newDesk(t).asOwner()
	for _, table := range walledTables(t, owner) {
		var enabled, forced bool
		var policies int
		require.NoError(t, owner.QueryRow(t.Context(), `SELECT relrowsecurity, relforcerowsecurity,
			(SELECT count(*) FROM pg_policy WHERE polrelid = c.oid AND polcmd = '*' AND polwithcheck IS NOT NULL AND 'countersign_app'::regrole = ANY(polroles))
			FROM pg_class c WHERE oid = $1::regclass`, table).Scan(&enabled, &forced, &policies))
		require.True(t, enabled && forced, table)
		require.Equal(t, 1, policies, table)
	}
}

func TestATransactionWithoutATenantFails(t *testing.T) {
	t.Parallel()
	d := filled(t)
	owner := d.asOwner()
	for _, table := range walledTables(t, owner) {
		err := d.store.WithoutTenant(t.Context(), func(ctx context.Context, tx store.Tx) error {
			_, err := tx.Exec(ctx, `SELECT 1 FROM `+pgx.Identifier{table}.Sanitize()+` LIMIT 1`)
			return err
		})
		require.Error(t, err, table)
	}
	// A connection that has worked for an MSP keeps nothing of it.
	d.in(func(context.Context, store.Tx) {})
	err := d.store.WithoutTenant(t.Context(), func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `SELECT 1 FROM contacts`)
		return err
	})
	require.Error(t, err)
}

func TestTheAppOwnsNothingAndTheDoorsAreItsAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	owner := d.asOwner()
	var owned, powers int
	require.NoError(t, owner.QueryRow(t.Context(), `SELECT count(*) FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid
		WHERE s.deptype = 'o' AND r.rolname = 'countersign_app'`).Scan(&owned))
	require.Zero(t, owned)
	require.NoError(t, owner.QueryRow(t.Context(), `SELECT count(*) FROM pg_roles WHERE rolname IN ('countersign_app', 'countersign_door')
		AND (rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole OR rolcreatedb)`).Scan(&powers))
	require.Zero(t, powers)

	rows, err := owner.Query(t.Context(), `SELECT p.oid::regprocedure::text, p.prosecdef, pg_get_userbyid(p.proowner)::text, coalesce(array_to_string(p.proconfig, ' '), ''),
		has_function_privilege('public', p.oid, 'EXECUTE'), has_function_privilege('countersign_app', p.oid, 'EXECUTE')
		FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'door'`)
	require.NoError(t, err)
	doors := 0
	for rows.Next() {
		var name, owner, config string
		var definer, public, app bool
		require.NoError(t, rows.Scan(&name, &definer, &owner, &config, &public, &app))
		require.True(t, definer && owner == "countersign_door" && strings.Contains(config, `search_path=""`), "%s %s %s", name, owner, config)
		require.True(t, app && !public, "%s", name)
		doors++
	}
	require.NoError(t, rows.Err())
	require.Greater(t, doors, 12)

	// No other function of ours runs with rights that its caller lacks.
	var strays int
	require.NoError(t, owner.QueryRow(t.Context(), `SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND p.prosecdef`).Scan(&strays))
	require.Zero(t, strays)

	login := plainLogin(t, owner, "")
	_, err = login.Exec(t.Context(), `SELECT * FROM door.tenants()`)
	require.True(t, isCode(err, "42501"), "%v", err)
	_, err = login.Exec(t.Context(), `SELECT * FROM contacts`)
	require.True(t, isCode(err, "42501"), "%v", err)
}

// What is written once cannot be changed by the product itself.
func TestLogAndEvidenceStay(t *testing.T) {
	t.Parallel()
	d := filled(t)
	for _, table := range []string{"audit", "audit_chain", "audit_heads", "evidence", "policies", "templates", "branding"} {
		for _, write := range []string{`UPDATE %s SET tenant_id = tenant_id`, `DELETE FROM %s`} {
			err := d.store.InTenant(t.Context(), d.tenant, func(ctx context.Context, tx store.Tx) error {
				_, err := tx.Exec(ctx, fmt.Sprintf(write, table))
				return err
			})
			require.True(t, isCode(err, "42501"), "%s: %v", table, err)
		}
	}
}

// In production the login is a plain member of countersign_app; the store works with it, and refuses one that has powers of its own kept.
func TestAPlainMemberIsEnough(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	owner := d.asOwner()
	login := plainLogin(t, owner, "countersign_app")
	s, err := store.Open(t.Context(), login.Config().ConnString(), keys.Generate())
	require.NoError(t, err)
	t.Cleanup(s.Close)
	require.NoError(t, s.Ping(t.Context()))
	tenants, err := tenants.List(t.Context(), s)
	require.NoError(t, err)
	require.Len(t, tenants, 1)
	in(t, s, d.tenant, func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `RESET ROLE`)
		require.NoError(t, err)
		var role string
		require.NoError(t, tx.QueryRow(ctx, `SELECT current_user`).Scan(&role))
		require.Equal(t, "countersign_app", role, "RESET ROLE leads nowhere else")
	})

	outsider := plainLogin(t, owner, "")
	_, err = store.Open(t.Context(), outsider.Config().ConnString(), keys.Generate())
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret")
}

// plainLogin makes a login with nothing but membership of a role, and connects as it. Roles belong to the server, so it goes with the test.
func plainLogin(t *testing.T, owner *pgx.Conn, member string) *pgx.Conn {
	t.Helper()
	name := "login_" + strings.ReplaceAll(store.NewID().String(), "-", "")
	_, err := owner.Exec(t.Context(), `CREATE ROLE `+name+` LOGIN PASSWORD 'secret'`)
	require.NoError(t, err)
	if member != "" {
		_, err := owner.Exec(t.Context(), `GRANT `+member+` TO `+name)
		require.NoError(t, err)
	}
	config := owner.Config()
	text := fmt.Sprintf("host=%s port=%d dbname=%s user=%s password=secret", config.Host, config.Port, config.Database, name)
	conn, err := pgx.Connect(t.Context(), text)
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		conn.Close(ctx)
		again, err := pgx.Connect(ctx, config.ConnString())
		require.NoError(t, err)
		defer again.Close(ctx)
		_, err = again.Exec(ctx, `DROP ROLE `+name)
		require.NoError(t, err)
	})
	return conn
}

func isCode(err error, code string) bool {
	pgErr, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pgErr.Code == code
}

// insertFor writes an INSERT of a row of a tenant that no check of the table refuses.
func insertFor(t *testing.T, owner *pgx.Conn, table string, tenant uuid.UUID) string {
	t.Helper()
	rows, err := owner.Query(t.Context(), `
		SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AND NOT a.atthasdef AS not_null, a.attidentity <> '' AS generated,
			(SELECT substring(pg_get_constraintdef(c.oid) FROM '''([a-z_]+)''') FROM pg_constraint c WHERE c.conrelid = a.attrelid AND c.contype = 'c' AND a.attnum = ANY(c.conkey) LIMIT 1) AS choices
		FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`, table)
	require.NoError(t, err)
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByName[column])
	require.NoError(t, err)
	var names, values []string
	for _, c := range columns {
		if !c.NotNull || c.Generated {
			continue
		}
		names = append(names, pgx.Identifier{c.Name}.Sanitize())
		values = append(values, sample(c, tenant))
	}
	return fmt.Sprintf(`INSERT INTO %s (%s) VALUES (%s)`, pgx.Identifier{table}.Sanitize(), strings.Join(names, ", "), strings.Join(values, ", "))
}

func sample(c column, tenant uuid.UUID) string {
	switch {
	case c.Name == "tenant_id":
		return "'" + tenant.String() + "'"
	case c.Name == "country":
		return "'US'"
	case c.Choices != nil:
		return "'" + *c.Choices + "'"
	}
	switch strings.TrimSuffix(c.Type, "[]") {
	case "uuid":
		return "'" + store.NewID().String() + "'"
	case "integer", "bigint", "numeric(12,2)":
		return "7"
	case "boolean":
		return "false"
	case "timestamp with time zone":
		if strings.HasSuffix(c.Type, "[]") {
			return "'{}'"
		}
		return "now()"
	case "date":
		return "'2001-01-01'"
	case "jsonb":
		return "'{}'"
	case "bytea":
		return `'\x` + strings.ReplaceAll(store.NewID().String(), "-", "") + `'`
	default:
		if strings.HasSuffix(c.Type, "[]") {
			return "'{}'"
		}
		return "'x" + store.NewID().String() + "'"
	}
}
