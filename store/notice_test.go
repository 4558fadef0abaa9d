package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/mail"
	"countersign/core/message"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/notices"
	"countersign/store/storetest"
)

// noticed is an MSP with a colleague and a mail to them.
func noticed(t *testing.T) (o notices.Outbox, tenant, notice uuid.UUID) {
	t.Helper()
	s := storetest.New(t)
	tenant = storetest.Tenant(t, s)
	in(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		person := account.NewUser{ID: store.NewID(), Name: "Priya Nair", Email: "Priya@Bluepeak.example", Role: "admin", Status: "active"}
		require.NoError(t, account.CreateUser(ctx, tx, person))
		var err error
		notice, err = notices.Create(ctx, tx, notices.Reset, person.ID, mail.Mail{FromName: "Bluepeak IT", Subject: "A link", Text: "https://one.example/#token"}, moment())
		require.NoError(t, err)
	})
	return notices.Outbox{Store: s}, tenant, notice
}

// status is how a notice stands, and how many bytes of its text are kept.
func status(t *testing.T, o notices.Outbox, tenant, notice uuid.UUID) (status string, kept int) {
	t.Helper()
	in(t, o.Store, tenant, func(ctx context.Context, tx store.Tx) {
		require.NoError(t, tx.QueryRow(ctx, `SELECT status, coalesce(length(body_sealed), 0) FROM notices WHERE id = $1`, notice).Scan(&status, &kept))
	})
	return status, kept
}

func TestANoticeIsSentOnceAndItsTextIsNotKept(t *testing.T) {
	t.Parallel()
	o, tenant, notice := noticed(t)
	out, due, err := o.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.True(t, due)
	require.Equal(t, message.Outbound{
		ID: "notice-" + notice.String(), Transport: channel.Email, To: "priya@bluepeak.example", FromName: "Bluepeak IT", Subject: "A link", Text: "https://one.example/#token",
	}, out)
	require.NoError(t, o.SettleNotice(t.Context(), tenant, notice, message.Accepted))
	is, kept := status(t, o, tenant, notice)
	require.Equal(t, string(message.Accepted), is)
	require.Zero(t, kept)
	_, due, err = o.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.False(t, due)
	require.NoError(t, o.SettleNotice(t.Context(), tenant, notice, message.Claimed), "a state never moves backwards")
	is, _ = status(t, o, tenant, notice)
	require.Equal(t, string(message.Accepted), is)
}

func TestANoticeWhoseClaimWasNeverSettledCountsAsSent(t *testing.T) {
	t.Parallel()
	o, tenant, notice := noticed(t)
	_, due, err := o.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.True(t, due)
	_, due, err = o.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.False(t, due)
	is, _ := status(t, o, tenant, notice)
	require.Equal(t, string(message.Unknown), is)
}

func TestANoticeThatSurelyDidNotLeaveIsDueAgain(t *testing.T) {
	t.Parallel()
	o, tenant, notice := noticed(t)
	first, _, err := o.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.NoError(t, o.ReleaseNotice(t.Context(), tenant, notice))
	again, due, err := o.ClaimNotice(t.Context(), tenant, notice)
	require.NoError(t, err)
	require.True(t, due)
	require.Equal(t, first, again)
}

func TestOnlyNoticesThatWaitAreLeftToTheSweep(t *testing.T) {
	t.Parallel()
	o, tenant, notice := noticed(t)
	require.Empty(t, orphaned(t, o, moment().Add(-time.Hour)))
	require.Equal(t, []notices.Ref{{TenantID: tenant, ID: notice}}, orphaned(t, o, moment().Add(time.Hour)))
	require.NoError(t, o.SettleNotice(t.Context(), tenant, notice, message.Failed))
	require.Empty(t, orphaned(t, o, moment().Add(time.Hour)))
}

func orphaned(t *testing.T, o notices.Outbox, before time.Time) []notices.Ref {
	t.Helper()
	refs, err := notices.Orphaned(t.Context(), o.Store, before, 10)
	require.NoError(t, err)
	return refs
}
