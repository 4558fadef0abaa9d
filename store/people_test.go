package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/limit"
	"countersign/core/mail"
	"countersign/core/message"
	"countersign/store"
	accountstore "countersign/store/account"
	"countersign/store/db"
	"countersign/store/idempotency"
	"countersign/store/notices"
	"countersign/store/storetest"
)

func addPerson(t *testing.T, s *store.Store, tenant uuid.UUID, email string) uuid.UUID {
	t.Helper()
	id := store.NewID()
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		return accountstore.CreateUser(ctx, tx, accountstore.NewUser{ID: id, Name: "Ana", Email: email, Role: "admin", AllowUI: true, Status: "active"})
	}))
	return id
}

func TestPeopleAreFoundByAddressWhateverTheCase(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, other := storetest.Tenant(t, s), storetest.Tenant(t, s)
	id := addPerson(t, s, tenant, " Ana@Bluepeak.Example ")
	found, err := accountstore.ListLoginUsers(t.Context(), s, accountstore.EmailIndex(s, "ANA@bluepeak.example"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, id, found[0].ID)

	// Once an MSP; the same person may work for another.
	err = s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		return accountstore.CreateUser(ctx, tx, accountstore.NewUser{ID: store.NewID(), Name: "Ana", Email: "ana@bluepeak.example", Role: "admin", Status: "active"})
	})
	require.ErrorIs(t, err, store.ErrConflict)
	addPerson(t, s, other, "ana@bluepeak.example")
	found, err = accountstore.ListLoginUsers(t.Context(), s, accountstore.EmailIndex(s, "ana@bluepeak.example"))
	require.NoError(t, err)
	require.Len(t, found, 2)
}

func TestThrottlesHoldWhenManyTryAtOnce(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	rule := limit.Rule{Max: 5, Per: time.Hour}
	account, network := accountstore.Throttle{Key: accountstore.ThrottleKey(s, "account", "a"), Rule: rule}, accountstore.Throttle{Key: accountstore.ThrottleKey(s, "network", "n"), Rule: limit.Rule{Max: 100, Per: time.Hour}}
	allowed := make(chan bool)
	for i := range 20 {
		go func() {
			_, ok, err := accountstore.TakeThrottles(context.Background(), s, time.Now().Add(time.Duration(i)), account, network)
			allowed <- ok && err == nil
		}()
	}
	count := 0
	for range 20 {
		if <-allowed {
			count++
		}
	}
	require.Equal(t, rule.Max, count)
	// What one rule refuses the other does not count.
	now := time.Now()
	for range 100 - rule.Max {
		_, ok, err := accountstore.TakeThrottles(t.Context(), s, now, network)
		require.NoError(t, err)
		require.True(t, ok)
	}
	wait, ok, err := accountstore.TakeThrottles(t.Context(), s, now, network)
	require.NoError(t, err)
	require.False(t, ok)
	require.Greater(t, wait, 59*time.Minute)
}

func TestAForgivenTryIsNone(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	once := accountstore.Throttle{Key: accountstore.ThrottleKey(s, "account", "a"), Rule: limit.Rule{Max: 1, Per: time.Hour}}
	for range 3 {
		now := time.Now()
		_, ok, err := accountstore.TakeThrottles(t.Context(), s, now, once)
		require.NoError(t, err)
		require.True(t, ok)
		require.NoError(t, accountstore.ForgiveThrottles(t.Context(), s, now, once))
	}
	_, ok, err := accountstore.TakeThrottles(t.Context(), s, time.Now(), once)
	require.NoError(t, err)
	require.True(t, ok)
	_, ok, err = accountstore.TakeThrottles(t.Context(), s, time.Now(), once)
	require.NoError(t, err)
	require.False(t, ok)
	require.NoError(t, accountstore.ClearThrottle(t.Context(), s, once))
	_, ok, err = accountstore.TakeThrottles(t.Context(), s, time.Now(), once)
	require.NoError(t, err)
	require.True(t, ok)
}

func addNotice(t *testing.T, s *store.Store, tenant uuid.UUID, at time.Time) (notice uuid.UUID) {
	t.Helper()
	user := addPerson(t, s, tenant, store.NewID().String()+"@bluepeak.example")
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) (err error) {
		notice, err = notices.Create(ctx, tx, notices.Reset, user, mail.Mail{FromName: "Bluepeak", Subject: "Hello", Text: "a one-time link", HTML: "<p>a one-time link"}, at)
		return err
	}))
	return notice
}

func TestAMailIsClaimedOnceAndEmptiedAfterwards(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	notice := addNotice(t, s, tenant, time.Now())

	out, due, err := notices.Outbox{Store: s}.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.True(t, due)
	require.Equal(t, "notice-"+notice.String(), out.ID)
	require.Equal(t, "Bluepeak", out.FromName)
	require.Contains(t, out.To, "@bluepeak.example")
	require.Equal(t, "a one-time link", out.Text)

	// The provider was throttled: it is given back and claimed again.
	require.NoError(t, notices.Outbox{Store: s}.ReleaseNotice(t.Context(), tenant, notice))
	_, due, err = notices.Outbox{Store: s}.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.True(t, due)

	require.NoError(t, notices.Outbox{Store: s}.SettleNotice(t.Context(), tenant, notice, message.Accepted))
	require.NoError(t, notices.Outbox{Store: s}.SettleNotice(t.Context(), tenant, notice, message.Unknown)) // a late guess does not undo what is known
	_, due, err = notices.Outbox{Store: s}.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.False(t, due)
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).LockNotice(ctx, notice)
		require.Empty(t, row.BodySealed)
		require.Equal(t, "accepted", row.Status)
		return err
	}))
	require.ErrorIs(t, notices.Outbox{Store: s}.SettleNotice(t.Context(), storetest.Tenant(t, s), notice, message.Sent), store.ErrNotFound)
}

func TestAMailWhoseSenderDiedIsNotSentTwice(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	notice := addNotice(t, s, tenant, time.Now())
	_, due, err := notices.Outbox{Store: s}.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.True(t, due)
	_, due, err = notices.Outbox{Store: s}.ClaimNotice(t.Context(), tenant, notice) // the first claim is not settled: it may have gone out
	require.NoError(t, err)
	require.False(t, due)
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).LockNotice(ctx, notice)
		require.Equal(t, "unknown", row.Status)
		return err
	}))
}

func TestMailsThatNobodyTookUpAreFound(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	now := time.Now()
	old, taken := addNotice(t, s, tenant, now.Add(-2*time.Minute)), addNotice(t, s, tenant, now.Add(-2*time.Minute))
	addNotice(t, s, tenant, now)
	_, _, err := notices.Outbox{Store: s}.ClaimNotice(t.Context(), tenant, taken)
	require.NoError(t, err)
	stray, err := notices.Orphaned(t.Context(), s, now.Add(-time.Minute), 10)
	require.NoError(t, err)
	require.Equal(t, []notices.Ref{{TenantID: tenant, ID: old}}, stray)
}

func TestAnAnswerOpensOnlyForItsRequest(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, caller := storetest.Tenant(t, s), store.NewID()
	request := idempotency.Request{Tenant: tenant, Caller: caller, KeyHash: idempotency.KeyHash(s, tenant, caller, "k"), Fingerprint: idempotency.Fingerprint(s, tenant, "POST", "/v1/x", []byte("123456"))}
	now := time.Now()
	state, _, _, err := idempotency.Claim(t.Context(), s, request, now)
	require.NoError(t, err)
	require.Equal(t, idempotency.Claimed, state)
	require.NoError(t, idempotency.Settle(t.Context(), s, request, idempotency.Answer{Status: 201, ContentType: "application/json", Body: []byte("{}")}))
	state, _, answer, err := idempotency.Claim(t.Context(), s, request, now.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, idempotency.Answered, state)
	require.Equal(t, idempotency.Answer{Status: 201, ContentType: "application/json", Body: []byte("{}")}, answer)

	// The same key of another user or MSP is another key.
	require.NotEqual(t, request.KeyHash, idempotency.KeyHash(s, tenant, store.NewID(), "k"))
	require.NotEqual(t, request.KeyHash, idempotency.KeyHash(s, store.NewID(), caller, "k"))
	changed := request
	changed.Fingerprint = idempotency.Fingerprint(s, tenant, "POST", "/v1/x", []byte("123457"))
	state, _, _, err = idempotency.Claim(t.Context(), s, changed, now)
	require.NoError(t, err)
	require.Equal(t, idempotency.Mismatch, state)
	// What was answered stays answered: giving back is for what never ended.
	require.NoError(t, idempotency.Release(t.Context(), s, request, true))
	state, _, _, err = idempotency.Claim(t.Context(), s, request, now)
	require.NoError(t, err)
	require.Equal(t, idempotency.Answered, state)
}
