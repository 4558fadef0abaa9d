package api_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/api/verify"
	"countersign/core/availability"
	"countersign/core/channel"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/otp"
	"countersign/core/record"
	"countersign/core/verification"
	"countersign/store"
	peoplestore "countersign/store/people"
	"countersign/store/settings"
	verifystore "countersign/store/verify"
)

// opened is a verification that a technician has opened, without a workflow: a test does what the workflow would.
type opened struct {
	msp   msp
	id    uuid.UUID
	v     verifystore.Verification
	rules record.Conclusion
	facts []verification.Fact
	point uuid.UUID
	way   channel.Name
}

// integration is the id of the MSP's webhook at a provider.
func (m msp) integration(kind string) string {
	m.t.Helper()
	var id uuid.UUID
	m.in(func(ctx context.Context, tx store.Tx) error {
		return tx.QueryRow(ctx, `SELECT id FROM integrations WHERE kind = $1 AND credentials_sealed IS NULL AND archived_at IS NULL`, kind).Scan(&id)
	})
	return id.String()
}

// name is the MSP's.
func (m msp) name() string {
	m.t.Helper()
	var name string
	m.in(func(ctx context.Context, tx store.Tx) (err error) {
		return tx.QueryRow(ctx, `SELECT name FROM tenants`).Scan(&name)
	})
	return name
}

func (m msp) in(fn func(ctx context.Context, tx store.Tx) error) {
	m.t.Helper()
	require.NoError(m.t, m.store.InTenant(m.t.Context(), m.tenant, fn))
}

// ana is a person with everything on file.
func (m msp) ana() string {
	m.t.Helper()
	return m.contact(m.company("Northwind Dental"), "Ana Torres", object{"mobile": "+14155550134", "email": "ana@northwind.example"})
}

// verify opens a verification and makes its first send.
func (m msp) verify(contact string, way channel.Name) *opened {
	m.t.Helper()
	id := uuid.MustParse(contact)
	o := &opened{msp: m, id: store.NewID(), way: way}
	m.in(func(ctx context.Context, tx store.Tx) error {
		person, err := peoplestore.GetContact(ctx, tx, id)
		if err != nil {
			return err
		}
		o.rules.Policy, err = settings.PolicyFor(ctx, tx, person.Company.ID)
		if err != nil {
			return err
		}
		o.rules.Tenant, o.rules.Verification, o.rules.Contact, o.rules.Company = m.tenant, o.id, id, person.Company.ID
		option, err := availability.Choose(availability.Options(person.Reach(o.rules.Policy.Policy, now())), way, uuid.Nil)
		o.point = option.ContactPoint.ID
		return err
	})
	made, err := verifystore.Open(m.t.Context(), m.store, m.tenant, verifystore.NewVerification{
		ID: o.id, ContactID: id, ContactPointID: o.point, Channel: way, Policy: o.rules.Policy, TicketID: "48190",
		Leader: store.Actor{Kind: "user", ID: store.NewID(), Name: "Sam Rivera"}, At: now(),
	})
	require.NoError(m.t, err)
	o.v = made.Verification
	o.send(way, 5*time.Minute)
	return o
}

func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// send makes the next send, good for a time.
func (o *opened) send(way channel.Name, life time.Duration) int {
	o.msp.t.Helper()
	number, at := len(o.facts)+1, now()
	spec, _ := channel.Of(way)
	request := ledger.ClaimRequest{
		Key: ledger.Key{Tenant: o.msp.tenant, Verification: o.id, Number: number}, RunID: "run", Channel: way, ContactPoint: o.point, At: at, ExpiresAt: at.Add(life),
		Policy: o.rules.Policy.Policy,
	}
	digest := ""
	if spec.Proof.Opens() {
		request.LinkHash = otp.LinkHash(o.token(number))
	}
	if spec.Proof == channel.Match {
		digest = o.digest(o.number(number))
	}
	claim, err := verifystore.Ledger{Store: o.msp.store}.Claim(o.msp.t.Context(), request)
	require.NoError(o.msp.t, err)
	require.Equal(o.msp.t, ledger.Mine, claim.State)
	require.NoError(o.msp.t, verifystore.Ledger{Store: o.msp.store}.Settle(o.msp.t.Context(), request.Key, ledger.Settlement{Status: message.Accepted, ProviderID: "SM1", At: at}))
	o.facts = append(o.facts, verification.Fact{Kind: verification.Sent, At: at, Send: number, Channel: way, ContactPoint: o.point.String(), Digest: digest, ExpiresAt: at.Add(life), By: "user/1"})
	return number
}

func (o *opened) otp(number int) otp.Send {
	return otp.Send{KeyID: o.v.KeyID, Tenant: o.msp.tenant.String(), Verification: o.id.String(), Number: number}
}

func (o *opened) token(number int) string {
	token, err := otp.LinkToken(o.msp.store.Ring(), o.otp(number))
	require.NoError(o.msp.t, err)
	return token
}

func (o *opened) code(number int) string {
	code, err := otp.Code(o.msp.store.Ring(), o.otp(number), o.v.CodeLength)
	require.NoError(o.msp.t, err)
	return code
}

func (o *opened) number(send int) string {
	number, err := otp.MatchNumber(o.msp.store.Ring(), o.otp(send))
	require.NoError(o.msp.t, err)
	return number
}

func (o *opened) digest(digits string) string {
	digest, err := otp.Digest(o.msp.store.Ring(), o.v.KeyID, o.id.String(), digits)
	require.NoError(o.msp.t, err)
	return digest
}

func (o *opened) outbound(number int) string { return ledger.OutboundID(o.id, number) }

// end concludes the verification with a fact and returns what it came to.
func (o *opened) end(fact verification.Fact) verification.State {
	fact.At, fact.By = now(), "contact"
	c := o.rules
	c.Facts = append(append([]verification.Fact{}, o.facts...), fact)
	c.End = verification.Fold(verification.Rules{MaxAttempts: o.v.MaxAttempts, MaxSends: c.Policy.Policy.MaxSends}, c.Facts)
	c.By, c.Build = "contact", "test"
	if c.End.Status.Closed() {
		_, err := verifystore.Recorder{Store: o.msp.store}.Conclude(o.msp.t.Context(), c)
		require.NoError(o.msp.t, err)
	}
	return c.End
}

// status reads how a send stands.
func (o *opened) status(number int) message.Status {
	o.msp.t.Helper()
	var status message.Status
	o.msp.in(func(ctx context.Context, tx store.Tx) error {
		v, err := verifystore.GetVerification(ctx, tx, o.id)
		status = v.Sends[number-1].Status
		return err
	})
	return status
}

// pressed stands for running verifications: it ends one as the workflow would.
type pressed struct {
	*opened
	err   error
	heard int
	late  int
}

func (p *pressed) ConfirmLink(_ context.Context, tenant, id uuid.UUID, send int) (verify.Outcome, error) {
	return p.press(tenant, id, verification.Fact{Kind: verification.Confirmed, Send: send}, verification.LinkConfirmed, verify.LinkConfirmed)
}

func (p *pressed) MatchNumber(_ context.Context, tenant, id uuid.UUID, send int, number string) (verify.Outcome, error) {
	fact := verification.Fact{Kind: verification.Attempted, Send: send, Digest: p.digest(number), By: verification.Contact}
	outcome, err := p.press(tenant, id, fact, verification.NumberMatched, verify.LinkConfirmed)
	if err == nil && outcome == verify.LinkVoid {
		return verify.LinkMismatch, nil
	}
	return outcome, err
}

func (p *pressed) NotMeLate(context.Context, uuid.UUID, uuid.UUID) (verify.Outcome, error) {
	p.late++
	return verify.LinkDenied, p.err
}

// TakeBack is the store's: no run has a part in it.
func (p *pressed) TakeBack(ctx context.Context, tenant, id uuid.UUID) (verify.Outcome, error) {
	back, err := verifystore.Recorder{Store: p.msp.store}.TakeBack(ctx, tenant, id, "test", now())
	if !back.Done {
		return verify.LinkVoid, err
	}
	return verify.LinkDenied, err
}

func (p *pressed) NotMe(_ context.Context, tenant, id uuid.UUID, _ int) (verify.Outcome, error) {
	return p.press(tenant, id, verification.Fact{Kind: verification.Denial}, verification.NotMe, verify.LinkDenied)
}

func (p *pressed) press(tenant, id uuid.UUID, fact verification.Fact, reason verification.Reason, outcome verify.Outcome) (verify.Outcome, error) {
	p.heard++
	if p.err != nil {
		return verify.LinkVoid, p.err
	}
	require.Equal(p.msp.t, p.msp.tenant, tenant)
	require.Equal(p.msp.t, p.id, id)
	if end := p.end(fact); end.Reason == reason {
		return outcome, nil
	}
	return verify.LinkVoid, nil
}

func status(t testing.TB, r reply, want int) reply {
	t.Helper()
	require.Equal(t, want, r.status, string(r.raw))
	return r
}

func request(t testing.TB, method, url string, body string, headers ...string) reply {
	t.Helper()
	r := newRequest(t, method, url, body)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return do(t, r)
}

func newRequest(t testing.TB, method, url, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, bodyOf(body))
	require.NoError(t, err)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// manyEntries writes entries of one company into the audit log, all at the same instant.
func manyEntries(n int, company uuid.UUID) func(context.Context, store.Tx) error {
	return func(ctx context.Context, tx store.Tx) error {
		for i := range n {
			err := tx.Audit(ctx, store.AuditEntry{By: store.System, Action: "company.changed", SubjectKind: "company", SubjectID: company.String(), CompanyID: &company, Details: map[string]any{"n": i}})
			if err != nil {
				return err
			}
		}
		return nil
	}
}
