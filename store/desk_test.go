package store_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/policy"
	"countersign/core/record"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/people"
	"countersign/store/settings"
	"countersign/store/storetest"
	"countersign/store/verify"
)

// desk is an MSP with one company, one person and one technician.
type desk struct {
	t       testing.TB
	store   *store.Store
	owner   string // the database's owner URL
	tenant  uuid.UUID
	company uuid.UUID
	ana     people.Contact
	rules   policy.Snapshot
	sam     store.Actor
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{t: t}
	d.store, d.owner = storetest.NewWithOwner(t)
	d.tenant = storetest.Tenant(t, d.store)
	d.in(func(ctx context.Context, tx store.Tx) {
		company, err := people.CreateCompany(ctx, tx, "Northwind Dental", "US")
		require.NoError(t, err)
		d.company = company.ID
		d.sam = store.Actor{Kind: "user", ID: store.NewID(), Name: "Sam Rivera"}
		require.NoError(t, account.CreateUser(ctx, tx, account.NewUser{ID: d.sam.ID, Name: d.sam.Name, Email: "sam@bluepeak.example", Role: "technician", AllowUI: true, Status: "active"}))
		d.rules, err = settings.PolicyFor(ctx, tx, d.company)
		require.NoError(t, err)
	})
	d.ana = d.person("Ana Torres", "+14155550134")
	return d
}

func (d *desk) in(fn func(ctx context.Context, tx store.Tx)) {
	d.t.Helper()
	in(d.t, d.store, d.tenant, fn)
}

func (d *desk) person(name, mobile string) people.Contact {
	var c people.Contact
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		c, err = people.CreateContact(ctx, tx, people.NewContact{CompanyID: d.company, Name: name, Mobile: mobile, Email: "info@northwind.example"})
		require.NoError(d.t, err)
	})
	return c
}

// ask is a verification by SMS, not yet opened.
func (d *desk) ask(c people.Contact, at time.Time) verify.NewVerification {
	return verify.NewVerification{
		ID: store.NewID(), ContactID: c.ID, ContactPointID: c.ContactPoints[0].ID, Channel: channel.SMSCode, Policy: d.rules, TicketID: "48190", Note: "asked on the phone", Leader: d.sam, At: at,
	}
}

func (d *desk) open(c people.Contact, at time.Time) verify.Verification {
	d.t.Helper()
	opened, err := verify.Open(d.t.Context(), d.store, d.tenant, d.ask(c, at))
	require.NoError(d.t, err)
	require.False(d.t, opened.Joined)
	return opened.Verification
}

// claim is a claim of a verification's send, as the workflow makes it.
func (d *desk) claim(v verify.Verification, number int, at time.Time) ledger.ClaimRequest {
	return ledger.ClaimRequest{
		Key: ledger.Key{Tenant: d.tenant, Verification: v.ID, Number: number}, RunID: "run-1", Channel: channel.SMSCode, ContactPoint: v.ContactPointID,
		At: at, ExpiresAt: at.Add(5 * time.Minute), SendAgainAt: at.Add(time.Minute), Policy: d.rules.Policy,
	}
}

// facts are those of a verification by one send, ended by one more fact.
func (d *desk) facts(v verify.Verification, ending verification.Fact) []verification.Fact {
	return []verification.Fact{
		{Kind: verification.Sent, At: v.OpenedAt, Send: 1, Channel: channel.SMSCode, ContactPoint: v.ContactPointID.String(), Digest: "good", ExpiresAt: v.ExpiresAt, By: "user/" + d.sam.ID.String()},
		ending,
	}
}

func (d *desk) conclusion(v verify.Verification, ending verification.Fact) record.Conclusion {
	facts := d.facts(v, ending)
	return record.Conclusion{
		Tenant: d.tenant, Verification: v.ID, Contact: v.Contact.ID, Company: v.Company.ID, Policy: d.rules, Facts: facts, By: ending.By, Build: "test",
		End: verification.Fold(verification.Rules{MaxAttempts: d.rules.Policy.MaxAttempts, MaxSends: d.rules.Policy.MaxSends}, facts),
	}
}

// approval is the conclusion of a right code.
func (d *desk) approval(v verify.Verification) record.Conclusion {
	at := v.OpenedAt.Add(20 * time.Second)
	c := d.conclusion(v, verification.Fact{Kind: verification.Attempted, At: at, Digest: "good", By: "user/" + d.sam.ID.String()})
	c.Attempt = &record.Attempt{Tenant: d.tenant, Verification: v.ID, Contact: v.Contact.ID, Number: 1, UpdateID: "check-" + v.ID.String(), Accepted: true, At: at, Policy: d.rules.Policy}
	return c
}

// wrong is a wrong guess.
func (d *desk) wrong(v verify.Verification, number int, at time.Time) record.Attempt {
	return record.Attempt{
		Tenant: d.tenant, Verification: v.ID, Contact: v.Contact.ID, Number: number, UpdateID: "check-" + v.ID.String() + string(rune('a'+number)), At: at, Policy: d.rules.Policy,
	}
}

func (d *desk) read(id uuid.UUID) verify.Verification {
	var v verify.Verification
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		v, err = verify.GetVerification(ctx, tx, id)
		require.NoError(d.t, err)
	})
	return v
}

// moment is a whole second, as rows keep it.
func moment() time.Time { return time.Now().UTC().Truncate(time.Second) }

func settledOptOut(v verify.Verification) ledger.Settlement {
	return ledger.Settlement{Status: message.Failed, ErrorCode: "21610", OptedOut: true, At: v.OpenedAt}
}

// asOwner is a connection that sees everything, as the database's owner.
func (d *desk) asOwner() *pgx.Conn {
	d.t.Helper()
	conn, err := pgx.Connect(d.t.Context(), d.owner)
	require.NoError(d.t, err)
	d.t.Cleanup(func() { conn.Close(context.WithoutCancel(d.t.Context())) })
	return conn
}

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return raw
}
