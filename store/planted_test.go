package store_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"countersign/core/otp"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/notices"
	"countersign/store/people"
	"countersign/store/verify"
)

// The database shows names of people in clear, and no contact point or credential.
func TestNothingStandsInClearBesideNames(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const email, mobile, bad, note = "planted.address@secret-mail.example", "+14155550139", "call 0 800 PLANTED", "planted note about a divorce"
	const apiKey, totp, recovery = "cs_plantedApiKeySecretOf256RandomBits", "PLANTEDTOTPSECRET234", "planted-recovery"
	var token string
	var person people.Contact
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		person, err = people.CreateContact(ctx, tx, people.NewContact{CompanyID: d.company, Name: "Petra Planted", Email: email, Mobile: mobile, Phone: bad})
		require.NoError(t, err)
		require.NoError(t, account.CreateUser(ctx, tx, account.NewUser{ID: store.NewID(), Name: "Ada", Email: "planted.admin@bluepeak.example", Role: "admin", Status: "active"}))
		_, err = account.CreateAPIKey(ctx, tx, account.NewAPIKey{Name: "Key", Scopes: []string{"admin"}, At: time.Now()}, apiKey)
		require.NoError(t, err)
		require.NoError(t, account.KeepTOTPSecret(ctx, tx, d.sam.ID, totp))
		require.NoError(t, account.ConfirmTOTP(ctx, tx, d.sam.ID, uuid.Nil, []string{recovery}))
		token, err = account.CreatePasswordToken(ctx, tx, d.sam.ID, account.PurposeReset, time.Now().Add(time.Hour))
		require.NoError(t, err)
	})
	ask := d.ask(person, moment())
	ask.Note = note
	opened, err := verify.Open(t.Context(), d.store, d.tenant, ask)
	require.NoError(t, err)
	v := opened.Verification
	send := otp.Send{KeyID: v.KeyID, Tenant: d.tenant.String(), Verification: v.ID.String(), Number: 1}
	link, err := otp.LinkToken(d.store.Ring(), send)
	require.NoError(t, err)
	request := d.claim(v, 1, v.OpenedAt)
	request.LinkHash = otp.LinkHash(link)
	_, err = verify.Ledger{Store: d.store}.Claim(t.Context(), request)
	require.NoError(t, err)
	require.NoError(t, verify.Ledger{Store: d.store}.Settle(t.Context(), request.Key, settledOptOut(v)))
	answer, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.conclusion(v, verification.Fact{Kind: verification.Denial, At: v.OpenedAt.Add(time.Second), By: "contact"}))
	require.NoError(t, err)
	require.NotEmpty(t, answer.Notices)

	dump := dumpOf(t, d.asOwner())
	require.True(t, stands(dump, "Petra Planted"), "the search must be able to find something")
	for _, secret := range []string{
		mobile, "4155550139", "5550139", email, "planted.address", bad, "PLANTED", note, "divorce",
		"planted.admin", "sam@bluepeak", apiKey, totp, recovery, token, link,
	} {
		require.False(t, stands(dump, secret), secret)
	}

	// An erased person has no name there either.
	d.in(func(ctx context.Context, tx store.Tx) { require.NoError(t, people.EraseContact(ctx, tx, person.ID)) })
	for _, answered := range answer.Notices {
		require.NoError(t, notices.Outbox{Store: d.store}.SettleNotice(t.Context(), d.tenant, answered, "accepted"))
	}
	dump = dumpOf(t, d.asOwner())
	require.False(t, stands(dump, "Petra"))
	require.False(t, stands(dump, "petra"))
	require.False(t, stands(dump, "secret-mail"), "a mask shows the domain; it goes too")
	var index []byte
	d.in(func(_ context.Context, tx store.Tx) { index = tx.Index("contact-point", mobile) })
	require.False(t, strings.Contains(strings.Join(rowsOf(t, d.asOwner(), "contact_points"), "\n"), hex.EncodeToString(index)))
}

// stands reports whether a text stands in a dump: in clear, in the hexadecimal form that bytea has there, or in base64.
func stands(dump, text string) bool {
	return strings.Contains(dump, text) || strings.Contains(dump, hex.EncodeToString([]byte(text))) || strings.Contains(dump, base64.StdEncoding.EncodeToString([]byte(text)))
}

// dumpOf is every row of every table.
func dumpOf(t *testing.T, owner *pgx.Conn) string {
	t.Helper()
	rows, err := owner.Query(t.Context(), `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1`)
	require.NoError(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Greater(t, len(tables), 25)
	var dump strings.Builder
	for _, table := range tables {
		for _, row := range rowsOf(t, owner, table) {
			dump.WriteString(row + "\n")
		}
	}
	return dump.String()
}

func rowsOf(t *testing.T, owner *pgx.Conn, table string) []string {
	t.Helper()
	rows, err := owner.Query(t.Context(), `SELECT x::text FROM `+pgx.Identifier{table}.Sanitize()+` AS x`)
	require.NoError(t, err)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return lines
}

// A sealed value opens in its own row only, so write access to the database does not redirect a message to another number.
func TestAValueMovedToAnotherRowDoesNotOpen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ben := d.person("Ben Okafor", "+14155550181")
	_, err := d.asOwner().Exec(t.Context(), `UPDATE contact_points SET value_sealed = (SELECT value_sealed FROM contact_points WHERE id = $2) WHERE id = $1`, d.ana.ContactPoints[0].ID, ben.ContactPoints[0].ID)
	require.NoError(t, err)
	err = d.store.InTenant(t.Context(), d.tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := people.GetContact(ctx, tx, d.ana.ID)
		return err
	})
	require.Error(t, err)
	require.NotContains(t, err.Error(), "5550134")
}
