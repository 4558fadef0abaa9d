package contract

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/fake"
)

// secrecySuite looks for secrets and personal data where they must not be.
var secrecySuite = suite{"secrecy", []story{
	{"no redirect is followed", noRedirectIsFollowed},
	{"errors tell no secret and no person", errorsTellNoSecret},
	{"errors repeat no sentence of the vendor's", errorsRepeatNoSentence},
}}

// errorsTellNoSecret lets every call that speaks of a person fail in the vendor's own words.
func errorsTellNoSecret(b *bench) {
	calls := b.personal()
	for _, mode := range []fake.Mode{fake.Refuse, fake.RateLimit, fake.Down, fake.AcceptThenDrop} {
		for _, call := range calls {
			b.Faults.Clear()
			b.Fault(b, mode, "", 50)
			if mode == fake.Down {
				b.Fault(b, mode, "", 0)
			}
			err := call()
			require.Error(b, err, mode)
			b.discreet(err)
		}
	}
	b.Faults.Clear()
	b.Fake.Revoke(true)
	for _, call := range calls {
		b.fails(call(), provider.Unauthorized)
	}
}

// errorsRepeatNoSentence lets a vendor quote whom it was asked about, in every shape that refusals have.
func errorsRepeatNoSentence(b *bench) {
	calls := append(b.personal(), func() error { return b.desk.Check(b.soon()) })
	gossip := fmt.Sprintf("%s <%s> %s is not valid", zebulon.Name(), zebulon.Email, zebulon.Mobile)
	for _, setting := range b.vendor.Settings {
		if setting.Secret {
			gossip += " " + b.room.Credentials[setting.Name]
		}
	}
	tell(b, b.Fixture, gossip, func() {
		for _, call := range calls {
			if err := call(); err != nil {
				b.discreet(err)
			}
		}
	})
}

// tell lets the vendor answer everything with a gossip, in every shape that refusals have, and runs a function for each.
func tell[Server fake.Vendor](t testing.TB, f *Fixture[Server], gossip string, each func()) {
	t.Helper()
	part := map[string]any{"code": gossip, "message": gossip, "field": gossip, "resource": gossip, "description": gossip, "param": gossip}
	bodies := []any{
		map[string]any{"code": gossip, "message": gossip, "errors": []any{part}}, map[string]any{"errors": []any{gossip}}, map[string]any{"error": gossip, "error_description": gossip},
		map[string]any{"error": map[string]any{"code": 7, "title": gossip, "message": gossip, "details": gossip}, "success": false}, map[string]any{"message": []any{gossip}, "success": false},
		map[string]any{"errors": []any{map[string]any{"message": gossip, "extensions": map[string]any{"clientError": []any{part}, "code": gossip}}}, "data": nil},
		map[string]any{"details": map[string]any{"base": []any{part}}, "error": gossip}, map[string]any{"ClassName": gossip, "Message": gossip}, gossip, []any{part},
	}
	for _, status := range []int{http.StatusOK, http.StatusBadRequest, http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError} {
		for _, body := range bodies {
			f.Instead(func(w http.ResponseWriter, _ *http.Request) bool {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(status)
				_ = json.NewEncoder(w).Encode(body)
				return true
			})
			each()
		}
	}
}

// personal are calls that speak of Zebulon.
func (b *bench) personal() []func() error {
	b.Helper()
	made := b.makes("Zebulon Quackenbush called")
	defaults := b.defaults(false)
	calls := []func() error{
		func() error { _, err := b.desk.Ticket(b.soon(), made.ID); return err },
		func() error {
			_, err := b.desk.Tickets(b.soon(), ticket.Query{Text: zebulon.Last, Limit: 5})
			return err
		},
		func() error {
			_, err := b.desk.AddNote(b.soon(), made.ID, ticket.Note{Reference: newReference(), Text: zebulon.Name() + " " + zebulon.Mobile})
			return err
		},
		func() error {
			_, err := b.desk.Create(b.soon(), ticket.New{
				Reference: newReference(), Summary: zebulon.Name(), Description: zebulon.Email, CompanyID: b.company, ContactID: b.contact, Defaults: defaults,
			})
			return err
		},
	}
	return calls
}

// stranger is a server that must never be asked anything.
type stranger struct {
	url   string
	asked atomic.Int64
}

func newStranger(t testing.TB) *stranger {
	s := &stranger{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { s.asked.Add(1); w.WriteHeader(http.StatusOK) }))
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func noRedirectIsFollowed(b *bench) {
	made := b.makes("A call") // signed in, from now on
	evil := newStranger(b)
	b.answers(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, evil.url+r.URL.Path, http.StatusTemporaryRedirect)
	})
	for _, desk := range []ticket.System{b.desk, b.opens(b.URL)} {
		require.Error(b, desk.Check(b.soon()))
		_, err := desk.Ticket(b.soon(), made.ID)
		require.Error(b, err)
		b.discreet(err)
		_, err = desk.AddNote(b.soon(), made.ID, ticket.Note{Reference: newReference(), Text: "A secret."})
		require.Error(b, err)
		b.discreet(err)
		if reader, ok := desk.(directory.Reader); ok {
			_, err = reader.Contacts(b.soon(), directory.Position{})
			require.Error(b, err)
		}
	}
	require.Zero(b, evil.asked.Load(), "a redirect was followed")
}

// answers lets a handler answer in the vendor's place from now on.
func (b *bench) answers(handle http.HandlerFunc) {
	b.Instead(func(w http.ResponseWriter, r *http.Request) bool {
		handle(w, r)
		return true
	})
}
