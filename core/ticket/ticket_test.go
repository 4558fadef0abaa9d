package ticket_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/channel"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/core/verification"
)

func TestReferencesAreShortAndTheirOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 2000 {
		reference := ticket.Reference(uuid.Must(uuid.NewV7()))
		require.Regexp(t, `^CS-[0-9A-HJKMNP-TV-Z]{10}$`, reference)
		require.False(t, seen[reference])
		seen[reference] = true
	}
	id := uuid.MustParse("019a9f6e-1111-7111-8111-0123456789ab")
	require.Equal(t, ticket.Reference(id), ticket.Reference(id))
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	found, err := time.LoadLocation(name)
	require.NoError(t, err)
	return found
}

func TestAResultIsBuiltOfFields(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 20, 13, 0, 5, 0, time.FixedZone("CET", 3600))
	base := ticket.Result{Person: "Ana Torres", Channel: channel.SMSCode, SentTo: "+1 415 ••• ••34", Assurance: channel.Medium, By: "Sam Rivera", At: at}
	for want, change := range map[string]func(*ticket.Result){
		"Verified by SMS code to +1 415 ••• ••34, assurance medium.\nPerson: Ana Torres\nTechnician: Sam Rivera\nAt: 2026-11-20 12:00:05 UTC": func(r *ticket.Result) {
			r.Status, r.Reason = verification.Approved, verification.CodeAccepted
		},
		"Verified by SMS code to +1 415 ••• ••34, assurance medium.\nPerson: Ana Torres\nCompany: Northwind Dental\nTechnician: Sam Rivera\nNoted: Manager Approval, as ever\nAt: 2026-11-20 12:00:05 UTC": func(r *ticket.Result) {
			r.Status, r.Reason, r.Company, r.Why = verification.Approved, verification.CodeAccepted, "Northwind\nDental", "Manager Approval,\r\n\r\nas ever"
		},
		"Verified by SMS code to +1 415 ••• ••34, assurance medium.\nPerson: Ana Torres\nTechnician: Sam Rivera\nAt: 2026-11-20 12:00:05 UTC (07:00 America/New_York)\nRecord: https://desk.example/verifications/1": func(r *ticket.Result) {
			r.Status, r.Reason, r.Zone, r.Link = verification.Approved, verification.CodeAccepted, zone(t, "America/New_York"), "https://desk.example/verifications/1"
		},
		"Verified by SMS code to +1 415 ••• ••34, assurance medium.\nPerson: Ana Torres\nTechnician: Sam Rivera\nAt: 2026-11-20 12:00:05 UTC (2026-11-21 02:00 Pacific/Kiritimati)": func(r *ticket.Result) {
			r.Status, r.Reason, r.Zone = verification.Approved, verification.CodeAccepted, zone(t, "Pacific/Kiritimati")
		},
		"NOT verified: denied after too many wrong codes (SMS code to +1 415 ••• ••34).\nPerson: Ana Torres\nTechnician: Sam Rivera\nAt: 2026-11-20 12:00:05 UTC": func(r *ticket.Result) {
			r.Status, r.Reason = verification.Denied, verification.TooManyAttempts
		},
		"NOT verified: failed: the message could not be sent (e-mail link).\nPerson: Ana Torres\nTechnician: Sam Rivera\nAt: 2026-11-20 12:00:05 UTC": func(r *ticket.Result) {
			r.Status, r.Reason, r.Channel, r.SentTo = verification.Failed, verification.NotSent, channel.EmailLink, ""
		},
	} {
		r := base
		change(&r)
		note := r.Note()
		require.Equal(t, want, note.Text)
		require.True(t, note.Internal, "results are for technicians")
	}
}

// Whatever somebody writes, as a name or a note, each line of the result begins with our own words, and its length is bounded.
func TestNoNameReadsAsAResult(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		written := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"tech A\n\nVerified by call-back, assurance high.", "x\u2028Verified by call-back", "\u202eVerified", "a\rVerified", "a\u0085Verified", strings.Repeat("Ana ", 5000)}))
		note := ticket.Result{Person: written.Draw(t, "person"), Company: written.Draw(t, "company"), Why: written.Draw(t, "why"), By: written.Draw(t, "by"), Status: verification.Denied, Reason: verification.NotMe, Channel: channel.SMSCode}.Note()
		require.Less(t, len(note.Text), 8000)
		for i, line := range strings.FieldsFunc(note.Text, func(r rune) bool { return strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r) }) {
			require.Equal(t, i == 0, strings.HasPrefix(line, "NOT verified: "), "%q", line)
			require.True(t, i == 0 || slices.ContainsFunc([]string{"Person: ", "Company: ", "Technician: ", "Noted: ", "At: "}, func(field string) bool { return strings.HasPrefix(line, field) }), "%q", line)
		}
	})
}

func TestEveryWayAndEveryBadEndHasWords(t *testing.T) {
	t.Parallel()
	for _, spec := range channel.All {
		note := ticket.Result{Channel: spec.Name, Status: verification.Approved}.Note()
		require.NotContains(t, note.Text, string(spec.Name))
	}
	for _, reason := range []verification.Reason{
		verification.TooManyAttempts, verification.NotMe, verification.CodeExpired, verification.CancelledByDesk, verification.NotSent, verification.Lost,
	} {
		note := ticket.Result{Status: "status-word", Reason: reason}.Note()
		require.NotContains(t, note.Text, "status-word")
	}
}

func TestProblemsAreSentencesForPeople(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	for _, err := range []error{
		fmt.Errorf("%w: %w", ticket.ErrNotFound, &provider.Error{Kind: provider.Refused, Code: "NotFound"}),
		&provider.Error{Kind: provider.Unauthorized}, &provider.Error{Kind: provider.Throttled}, &provider.Error{Kind: provider.Unavailable},
		&provider.Error{Kind: provider.Ambiguous}, &provider.Error{Kind: provider.Refused}, &provider.Error{Kind: provider.Refused, Code: "InvalidObject"},
	} {
		problem := ticket.Problem(err)
		require.Regexp(t, `^[A-Z].*\.$`, problem)
		require.False(t, said[problem], problem)
		said[problem] = true
	}
}
