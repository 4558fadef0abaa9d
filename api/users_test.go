package api

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/api/gate"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/people"
)

func (s *member) patch(id uuid.UUID, change map[string]any) answer {
	s.t.Helper()
	return s.do("PATCH", "/v1/users/"+id.String(), change)
}

func TestOneActiveAdminAlwaysStays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, ben := d.add(msp, newcomer{}).in(), d.add(msp, newcomer{}).in()
	admin := d.key(msp, nil, "admin")

	// Users cannot shut themselves out.
	for _, change := range []map[string]any{{"role": "technician"}, {"status": "disabled"}, {"allow_ui": false}} {
		ana.patch(ana.id, change).is(403).refused(problem.Forbidden)
	}
	ana.patch(ana.id, map[string]any{"name": "Ana Vega"}).is(200)

	// Of two Admins one may be removed; the last one stays.
	ana.patch(ben.id, map[string]any{"role": "technician"}).is(200)
	ben.do("GET", "/v1/users", nil).is(403)
	for _, change := range []map[string]any{{"role": "technician"}, {"status": "disabled"}} {
		d.do("PATCH", "/v1/users/"+ana.id.String(), change, bearer(admin)).is(409).refused(problem.Conflict)
	}
}

func TestTwoAdminsCannotDemoteEachOtherAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, ben := d.add(msp, newcomer{}).in(), d.add(msp, newcomer{}).in()
	statuses := make(chan int, 2)
	for _, pair := range [][2]*member{{ana, ben}, {ben, ana}} {
		go func() { statuses <- pair[0].patch(pair[1].id, map[string]any{"role": "technician"}).StatusCode }()
	}
	got := []int{<-statuses, <-statuses}
	require.Equal(t, 1, d.count(`SELECT count(*) FROM users WHERE role = 'admin' AND tenant_id = $1`, msp), "%v", got)
}

func TestDisablingSomebodyEndsEverythingOfTheirs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, ben := d.add(msp, newcomer{}).in(), d.add(msp, newcomer{Role: "technician"}).in()
	pod, key := ben.podBearer(), d.key(msp, &ben.id, "contacts:read")
	d.do("POST", "/v1/password/forgotten", map[string]any{"email": ben.email}).is(202)
	token := d.tokenOf()
	d.do("GET", "/v1/session", nil, bearer(pod)).is(200)

	ana.patch(ben.id, map[string]any{"status": "disabled"}).is(200)
	ben.do("GET", "/v1/session", nil).is(401)
	d.do("GET", "/v1/session", nil, bearer(pod)).is(401)
	d.do("GET", "/v1/contacts", nil, bearer(key)).is(401)
	d.do("PUT", "/v1/password", map[string]any{"token": token, "password": "another good phrase"}).is(410)
	d.do("POST", "/v1/session", signIn(ben.email, goodPassword)).is(401)
	d.do("POST", "/v1/password/forgotten", map[string]any{"email": ben.email}).is(202)
	require.Empty(t, d.mails())

	ana.patch(ben.id, map[string]any{"status": "active"}).is(200)
	ben.do("GET", "/v1/session", nil).is(401) // the old session stays dead
	d.do("POST", "/v1/session", signIn(ben.email, goodPassword)).is(200)
}

func TestAskingForASecondFactorSignsOutWhoHasNone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, ben := d.add(msp, newcomer{}).in(), d.add(msp, newcomer{Role: "technician"}).in()
	ana.patch(ben.id, map[string]any{"use_mfa": true}).is(200)
	ben.do("GET", "/v1/session", nil).is(401)
	require.Equal(t, "enrol_totp", d.do("POST", "/v1/session", signIn(ben.email, goodPassword)).is(200).text("step"))
}

func TestInvitations(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana := d.add(msp, newcomer{}).in()
	company := d.company(msp, "Northwind Dental")

	limited := ana.do("POST", "/v1/users", map[string]any{"email": "tom@x.example", "name": "Tom", "role": "technician", "limited": true, "company_ids": []uuid.UUID{company, company}}).is(201)
	require.Equal(t, []any{company.String()}, limited.field("company_ids"))
	first := d.tokenOf()

	ana.do("POST", "/v1/users", map[string]any{"email": "TOM@x.example"}).is(409).refused(problem.Conflict)
	require.Equal(t, []string{"email"}, ana.do("POST", "/v1/users", map[string]any{"email": "no address"}).is(422).fields())
	require.Equal(t, []string{"limited"}, ana.do("POST", "/v1/users", map[string]any{"email": "a@x.example", "limited": true}).is(422).fields())
	require.Equal(t, []string{"company_ids"}, ana.do("POST", "/v1/users", map[string]any{"email": "a@x.example", "role": "technician", "company_ids": []uuid.UUID{uuid.New()}}).is(422).fields())
	other := d.msp("Other")
	theirs := d.company(other, "Theirs")
	require.Equal(t, []string{"company_ids"}, ana.do("POST", "/v1/users", map[string]any{"email": "a@x.example", "role": "technician", "company_ids": []uuid.UUID{theirs}}).is(422).fields())
	require.Empty(t, d.mails(), "a person who was not added gets no mail")

	// Sent again: the former link is void. Once taken up there is nothing to send again.
	again := "/v1/users/" + limited.text("id") + "/invitation"
	ana.do("POST", again, nil).is(202)
	second := d.tokenOf()
	d.do("PUT", "/v1/password", map[string]any{"token": first, "password": goodPassword}).is(410)
	d.do("PUT", "/v1/password", map[string]any{"token": second, "password": goodPassword}).is(200)
	ana.do("POST", again, nil).is(409).refused(problem.Conflict)
}

func TestALostInvitationComesBackAsOne(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	ana.do("POST", "/v1/users", map[string]any{"email": "tom@x.example"}).is(201)
	d.mails()
	d.do("POST", "/v1/password/forgotten", map[string]any{"email": "tom@x.example"}).is(202)
	token := d.tokenOf()
	require.Equal(t, "invitation", d.do("POST", "/v1/password/token", map[string]any{"token": token}).is(200).text("purpose"))
}

func TestALostAuthenticatorTakesASecondAdmin(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, ben := d.add(msp, newcomer{UseMFA: true}).in(), d.add(msp, newcomer{}).in()
	ana.enrol()
	path := "/v1/users/" + ana.id.String() + "/totp"
	ana.do("DELETE", path, nil).is(403).refused(problem.Forbidden)
	d.do("DELETE", path, nil, bearer(d.key(msp, nil, "admin"))).is(403) // a key would make it one Admin
	d.do("DELETE", path, nil, bearer(d.key(msp, &ben.id, "admin"))).is(403)
	ben.do("DELETE", path, nil).is(204)
	ana.do("GET", "/v1/session", nil).is(401)
	require.Equal(t, "enrol_totp", d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(200).text("step"))
	mails := d.mails()
	require.Len(t, mails, 1)
	require.Contains(t, mails[0], ana.email+"\nYour authenticator app was reset")
	require.Zero(t, d.count(`SELECT count(*) FROM recovery_codes`))
}

func TestPodPeopleStayInThePod(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	tom := d.add(d.msp("Bluepeak"), newcomer{Role: "technician", PodOnly: true})
	tom.cookie = d.do("POST", "/v1/session", signIn(tom.email, goodPassword)).is(200).setCookie(gate.ConsoleCookie).Value
	tom.do("GET", "/v1/contacts", nil).is(403).refused(problem.Forbidden)
	tom.do("GET", "/v1/session", nil).is(200)
	token := tom.podToken()
	d.do("GET", "/v1/contacts", nil, bearer(token)).is(200)
}

func TestWhatPeopleDoIsWrittenDown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana := d.add(msp, newcomer{}).in()
	tom := ana.do("POST", "/v1/users", map[string]any{"email": "tom@secret.example"}).is(201)
	ana.do("PATCH", "/v1/users/"+tom.text("id"), map[string]any{"role": "technician", "name": "Tom Secret"}).is(200)
	require.Equal(t, 1, d.count(`SELECT count(*) FROM audit WHERE action = 'user.invited' AND subject_id = $1 AND actor_id = $2`, tom.text("id"), ana.id))
	require.Equal(t, 1, d.count(`SELECT count(*) FROM audit WHERE action = 'user.changed' AND details->>'role' = 'technician'`))
	require.Zero(t, d.count(`SELECT count(*) FROM audit WHERE details::text ILIKE '%secret.example%'`), "no addresses")
	require.Zero(t, d.count(`SELECT count(*) FROM users WHERE email_sealed::text ILIKE '%' || encode('tom@secret', 'hex') || '%'`))
	require.NotContains(t, d.log.String(), "secret.example")
	require.NotContains(t, d.log.String(), goodPassword)
}

// company makes a company without going through the API.
func (d *desk) company(tenant uuid.UUID, name string) uuid.UUID {
	d.t.Helper()
	var id uuid.UUID
	d.tx(tenant, func(ctx context.Context, tx store.Tx) error {
		company, err := people.CreateCompany(ctx, tx, name, "US")
		id = company.ID
		return err
	})
	return id
}
