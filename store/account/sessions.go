package account

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"countersign/core/limit"
	"countersign/store"
	"countersign/store/db"
)

// The kinds of session.
const (
	SessionConsole    = "console"
	SessionTOTP       = "totp"        // a sign-in that waits for its second step
	SessionPodCode    = "pod_code"    // a code on its way to the pod
	SessionPodRefresh = "pod_refresh" // the pod's cookie
	SessionPodBearer  = "pod_bearer"
)

// SignedIn is who holds a session token.
type SignedIn struct {
	TenantID      uuid.UUID
	TenantSlug    string
	TenantName    string
	ID            uuid.UUID
	Kind          string
	Challenge     *string
	Tries         int32
	EnrolOnly     bool
	CreatedAt     time.Time
	ExpiresAt     time.Time
	UserID        uuid.UUID
	UserName      string
	Role          string
	UseMFA        bool
	AllowUI       bool
	TOTPConfirmed bool
	Limited       bool
	CompanyIDs    []uuid.UUID
	UsedAt        time.Time
	FamilyID      *uuid.UUID
	SpentAt       *time.Time
	Integration   *uuid.UUID // in whose pod it is good; nil: a console's, or a pod that no connection frames
}

// FindSession finds a session of a kind by its token. One that has expired, is of another kind, or whose person is not active, is ErrNotFound;
// likewise a pod's whose connection is gone, or stands at another address than when it was signed in.
func FindSession(ctx context.Context, s *store.Store, kind, token string) (SignedIn, error) {
	held, err := store.One[SignedIn](ctx, s, `SELECT * FROM door.session_holder($1)`, store.TokenHash(token))
	if err == nil && held.Kind != kind {
		return SignedIn{}, store.ErrNotFound
	}
	return held, err
}

// NewSession says what to open.
type NewSession struct {
	User      uuid.UUID
	Kind      string
	Challenge *string // pod_code
	EnrolOnly bool
	Family    *uuid.UUID // of a pod's refresh tokens and bearers
	Of        *uuid.UUID // the connection in whose pod it is good; nil: no pod, or one that no connection frames
	At        time.Time
	ExpiresAt time.Time
	Agent     string // which browser it is, as it calls itself; may be empty
}

// CreateSession keeps a session and returns its token, which is kept nowhere.
func CreateSession(ctx context.Context, tx store.Tx, n NewSession) (id uuid.UUID, token string, err error) {
	id, token = store.NewID(), store.NewToken()
	err = db.New(tx).InsertSession(ctx, db.InsertSessionParams{
		TenantID: tx.Tenant, ID: id, UserID: n.User, Kind: n.Kind, TokenHash: store.TokenHash(token), Challenge: n.Challenge,
		EnrolOnly: n.EnrolOnly, FamilyID: n.Family, ExpiresAt: n.ExpiresAt, At: n.At, Agent: store.Nullable(n.Agent), IntegrationID: n.Of,
	})
	return id, token, err
}

// CountSessionTry counts a try at the second step of a sign-in.
func CountSessionTry(ctx context.Context, tx store.Tx, id uuid.UUID) (int32, error) {
	return db.New(tx).CountSessionTry(ctx, id)
}

// SpendSession marks a one-time session token as used; it may be used before.
func SpendSession(ctx context.Context, tx store.Tx, id uuid.UUID, at time.Time) error {
	_, err := db.New(tx).SpendSession(ctx, db.SpendSessionParams{ID: id, At: &at})
	return err
}

// DeleteSession ends a session; deleted is false when it had ended before.
func DeleteSession(ctx context.Context, tx store.Tx, id uuid.UUID) (deleted bool, err error) {
	rows, err := db.New(tx).DeleteSession(ctx, id)
	return rows == 1, err
}

// DeleteSessionFamily ends the refresh tokens and bearers of one pod.
func DeleteSessionFamily(ctx context.Context, tx store.Tx, family *uuid.UUID) error {
	return db.New(tx).DeleteSessionFamily(ctx, family)
}

// SessionProvenAt is when the person of a session last proved themselves: at sign-in, or later.
func SessionProvenAt(ctx context.Context, tx store.Tx, id uuid.UUID) (time.Time, error) {
	return db.New(tx).SessionProvenAt(ctx, id)
}

// ProveSession notes that the person of a session has proven themselves again.
func ProveSession(ctx context.Context, tx store.Tx, id uuid.UUID, at time.Time) error {
	return db.New(tx).ProveSession(ctx, db.ProveSessionParams{ID: id, At: &at})
}

// ListSessions lists where a person is signed in, the one used last first: consoles, and pods by their newest token.
func ListSessions(ctx context.Context, tx store.Tx, user uuid.UUID, at time.Time) ([]db.SessionsOfUserRow, error) {
	rows, err := db.New(tx).SessionsOfUser(ctx, db.SessionsOfUserParams{UserID: user, At: at})
	slices.SortFunc(rows, func(a, b db.SessionsOfUserRow) int { return b.UsedAt.Compare(a.UsedAt) })
	return rows, err
}

// EndSession ends a session of a person, a pod's with its whole family; ErrNotFound when they have no such session.
func EndSession(ctx context.Context, tx store.Tx, user, id uuid.UUID) error {
	row, err := db.New(tx).SessionOfUser(ctx, db.SessionOfUserParams{ID: id, UserID: user})
	if err != nil {
		return err
	}
	if row.FamilyID != nil {
		return db.New(tx).DeleteSessionFamily(ctx, row.FamilyID)
	}
	_, err = db.New(tx).DeleteSession(ctx, row.ID)
	return err
}

// Throttle is one thing that sign-ins are counted by.
type Throttle struct {
	Key  []byte // see ThrottleKey
	Rule limit.Rule
}

// ThrottleKey names what is throttled, keyed: the table shows neither addresses nor networks.
func ThrottleKey(s *store.Store, kind, value string) []byte {
	return s.Ring().Index("throttle:"+kind, "", value)
}

// TakeThrottles counts one try for each throttle if all of them allow it; a refused try is not counted.
// The rows are locked while they are counted, so that tries at the same time cannot slip through together.
func TakeThrottles(ctx context.Context, s *store.Store, now time.Time, throttles ...Throttle) (retryAfter time.Duration, ok bool, err error) {
	now = now.Truncate(time.Microsecond)
	err = s.WithoutTenant(ctx, func(ctx context.Context, tx store.Tx) error {
		ok, retryAfter = true, 0
		counted := make([][]time.Time, len(throttles))
		for i, t := range throttles {
			var times []time.Time
			if err := tx.QueryRow(ctx, `INSERT INTO sign_in_failures (key, times) VALUES ($1, '{}') ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING times`, t.Key).Scan(&times); err != nil {
				return err
			}
			kept, wait, allowed := limit.Take(times, now, t.Rule)
			counted[i], ok, retryAfter = kept, ok && allowed, max(retryAfter, wait)
		}
		if !ok {
			return nil
		}
		for i, t := range throttles {
			if _, err := tx.Exec(ctx, `UPDATE sign_in_failures SET times = $2 WHERE key = $1`, t.Key, counted[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return retryAfter, ok, err
}

// ForgiveThrottles takes back the try counted at a time: it was none.
func ForgiveThrottles(ctx context.Context, s *store.Store, at time.Time, throttles ...Throttle) error {
	for _, t := range throttles {
		if _, err := s.Exec(ctx, `UPDATE sign_in_failures SET times = array_remove(times, $2) WHERE key = $1`, t.Key, at.Truncate(time.Microsecond)); err != nil {
			return err
		}
	}
	return nil
}

// ClearThrottle deletes all counted tries after a successful one.
func ClearThrottle(ctx context.Context, s *store.Store, t Throttle) error {
	_, err := s.Exec(ctx, `DELETE FROM sign_in_failures WHERE key = $1`, t.Key)
	return err
}
