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
	"countersign/store/storetest"
)

func addPerson(t *testing.T, s *store.Store, tenant uuid.UUID, email string) uuid.UUID {
	t.Helper()
	id := store.NewID()
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		return tx.AddPerson(ctx, store.NewPerson{ID: id, Name: "Ana", Email: email, Role: "admin", AllowUI: true, Status: "active"})
	}))
	return id
}

func TestPeopleAreFoundByAddressWhateverTheCase(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, other := storetest.Tenant(t, s), storetest.Tenant(t, s)
	id := addPerson(t, s, tenant, " Ana@Bluepeak.Example ")
	found, err := s.UsersByEmail(t.Context(), s.EmailIndex("ANA@bluepeak.example"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, id, found[0].ID)

	// Once an MSP; the same person may work for another.
	err = s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		return tx.AddPerson(ctx, store.NewPerson{ID: store.NewID(), Name: "Ana", Email: "ana@bluepeak.example", Role: "admin", Status: "active"})
	})
	require.ErrorIs(t, err, store.ErrConflict)
	addPerson(t, s, other, "ana@bluepeak.example")
	found, err = s.UsersByEmail(t.Context(), s.EmailIndex("ana@bluepeak.example"))
	require.NoError(t, err)
	require.Len(t, found, 2)
}

func TestThrottlesHoldWhenManyTryAtOnce(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	rule := limit.Rule{Max: 5, Per: time.Hour}
	account, network := store.Throttle{Key: s.ThrottleKey("account", "a"), Rule: rule}, store.Throttle{Key: s.ThrottleKey("network", "n"), Rule: limit.Rule{Max: 100, Per: time.Hour}}
	allowed := make(chan bool)
	for i := range 20 {
		go func() {
			_, ok, err := s.TakeThrottles(context.Background(), time.Now().Add(time.Duration(i)), account, network)
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
		_, ok, err := s.TakeThrottles(t.Context(), now, network)
		require.NoError(t, err)
		require.True(t, ok)
	}
	wait, ok, err := s.TakeThrottles(t.Context(), now, network)
	require.NoError(t, err)
	require.False(t, ok)
	require.Greater(t, wait, 59*time.Minute)
}

func TestAForgivenTryIsNone(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	once := store.Throttle{Key: s.ThrottleKey("account", "a"), Rule: limit.Rule{Max: 1, Per: time.Hour}}
	for range 3 {
		now := time.Now()
		_, ok, err := s.TakeThrottles(t.Context(), now, once)
		require.NoError(t, err)
		require.True(t, ok)
		require.NoError(t, s.ForgiveThrottles(t.Context(), now, once))
	}
	_, ok, err := s.TakeThrottles(t.Context(), time.Now(), once)
	require.NoError(t, err)
	require.True(t, ok)
	_, ok, err = s.TakeThrottles(t.Context(), time.Now(), once)
	require.NoError(t, err)
	require.False(t, ok)
	require.NoError(t, s.ClearThrottle(t.Context(), once))
	_, ok, err = s.TakeThrottles(t.Context(), time.Now(), once)
	require.NoError(t, err)
	require.True(t, ok)
}

func addNotice(t *testing.T, s *store.Store, tenant uuid.UUID, at time.Time) (notice uuid.UUID) {
	t.Helper()
	user := addPerson(t, s, tenant, store.NewID().String()+"@bluepeak.example")
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) (err error) {
		notice, err = tx.AddNotice(ctx, store.NoticeReset, user, mail.Mail{FromName: "Bluepeak", Subject: "Hello", Text: "a one-time link", HTML: "<p>a one-time link"}, at)
		return err
	}))
	return notice
}

func TestAMailIsClaimedOnceAndEmptiedAfterwards(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	notice := addNotice(t, s, tenant, time.Now())

	out, due, err := s.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.True(t, due)
	require.Equal(t, "notice-"+notice.String(), out.ID)
	require.Equal(t, "Bluepeak", out.FromName)
	require.Contains(t, out.To, "@bluepeak.example")
	require.Equal(t, "a one-time link", out.Text)

	// The provider was throttled: it is given back and claimed again.
	require.NoError(t, s.ReleaseNotice(t.Context(), tenant, notice))
	_, due, err = s.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.True(t, due)

	require.NoError(t, s.SettleNotice(t.Context(), tenant, notice, message.Accepted))
	require.NoError(t, s.SettleNotice(t.Context(), tenant, notice, message.Unknown)) // a late guess does not undo what is known
	_, due, err = s.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.False(t, due)
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := tx.LockNotice(ctx, notice)
		require.Empty(t, row.BodySealed)
		require.Equal(t, "accepted", row.Status)
		return err
	}))
	require.ErrorIs(t, s.SettleNotice(t.Context(), storetest.Tenant(t, s), notice, message.Sent), store.ErrNotFound)
}

func TestAMailWhoseSenderDiedIsNotSentTwice(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	notice := addNotice(t, s, tenant, time.Now())
	_, due, err := s.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.True(t, due)
	_, due, err = s.ClaimNotice(t.Context(), tenant, notice) // nobody settled the first claim: it may have gone out
	require.NoError(t, err)
	require.False(t, due)
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := tx.LockNotice(ctx, notice)
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
	_, _, err := s.ClaimNotice(t.Context(), tenant, taken)
	require.NoError(t, err)
	stray, err := s.OrphanedNotices(t.Context(), now.Add(-time.Minute), 10)
	require.NoError(t, err)
	require.Equal(t, []store.NoticeRef{{TenantID: tenant, ID: old}}, stray)
}

func TestAnAnswerOpensOnlyForItsRequest(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, caller := storetest.Tenant(t, s), store.NewID()
	request := store.IdempotentRequest{Tenant: tenant, Caller: caller, KeyHash: s.IdempotencyHash(tenant, caller, "k"), Fingerprint: s.IdempotencyFingerprint(tenant, "POST", "/v1/x", []byte("123456"))}
	now := time.Now()
	state, _, err := s.ClaimIdempotency(t.Context(), request, now)
	require.NoError(t, err)
	require.Equal(t, store.IdempotencyClaimed, state)
	require.NoError(t, s.SettleIdempotency(t.Context(), request, store.IdempotentAnswer{Status: 201, ContentType: "application/json", Body: []byte("{}")}))
	state, answer, err := s.ClaimIdempotency(t.Context(), request, now.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, store.IdempotencyAnswered, state)
	require.Equal(t, store.IdempotentAnswer{Status: 201, ContentType: "application/json", Body: []byte("{}")}, answer)

	// The same key of somebody else, or of another MSP, is another key.
	require.NotEqual(t, request.KeyHash, s.IdempotencyHash(tenant, store.NewID(), "k"))
	require.NotEqual(t, request.KeyHash, s.IdempotencyHash(store.NewID(), caller, "k"))
	changed := request
	changed.Fingerprint = s.IdempotencyFingerprint(tenant, "POST", "/v1/x", []byte("123457"))
	state, _, err = s.ClaimIdempotency(t.Context(), changed, now)
	require.NoError(t, err)
	require.Equal(t, store.IdempotencyMismatch, state)
	// What was answered stays answered: giving back is for what never ended.
	require.NoError(t, s.ReleaseIdempotency(t.Context(), request))
	state, _, err = s.ClaimIdempotency(t.Context(), request, now)
	require.NoError(t, err)
	require.Equal(t, store.IdempotencyAnswered, state)
}
