package admission_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/admission"
	"countersign/core/limit"
	"countersign/core/problem"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func times(n int) []time.Time {
	list := make([]time.Time, n)
	for i := range list {
		list[i] = noon.Add(-time.Duration(n-i) * time.Second)
	}
	return list
}

func TestWhatMayLeave(t *testing.T) {
	t.Parallel()
	five := []limit.Rule{{Max: 5, Per: 15 * time.Minute}}
	lists := []string{"US", "DE"}
	generous := admission.Limits{SendsPerMinute: 60, SpendPerDayCents: 5000}
	for name, c := range map[string]struct {
		send   admission.Send
		counts admission.Counts
		limits admission.Limits
		want   problem.Code
	}{
		"a text":                             {admission.Send{Countries: []string{"US"}}, admission.Counts{}, generous, ""},
		"a mail has no country":              {admission.Send{}, admission.Counts{}, generous, ""},
		"an unlisted country":                {admission.Send{Countries: []string{"KP"}}, admission.Counts{}, generous, problem.CountryNotAllowed},
		"a number of no country":             {admission.Send{Countries: []string{""}}, admission.Counts{}, generous, problem.CountryNotAllowed},
		"the second leg of a call":           {admission.Send{Countries: []string{"US", "CU"}}, admission.Counts{}, generous, problem.CountryNotAllowed},
		"a sixth code":                       {admission.Send{Countries: []string{"US"}, Codes: five}, admission.Counts{Codes: times(5)}, generous, problem.SendLimit},
		"another text after five codes":      {admission.Send{Countries: []string{"US"}}, admission.Counts{Codes: times(5), Number: times(5)}, generous, ""},
		"the eleventh message in a minute":   {admission.Send{Countries: []string{"US"}}, admission.Counts{Number: times(10)}, generous, problem.SendLimit},
		"a code after ten texts":             {admission.Send{Countries: []string{"US"}, Codes: five}, admission.Counts{Number: times(10)}, generous, problem.SendLimit},
		"the MSP's minute":                   {admission.Send{Countries: []string{"US"}}, admission.Counts{MSP: times(59)}, admission.Limits{SendsPerMinute: 59, SpendPerDayCents: 5000}, problem.SendLimit},
		"no money at all":                    {admission.Send{Countries: []string{"US"}, Cents: 1.2}, admission.Counts{}, admission.Limits{SendsPerMinute: 60}, problem.SpendLimit},
		"a mail costs nothing":               {admission.Send{}, admission.Counts{Cents: 9000}, generous, ""},
		"a cap above the operator's":         {admission.Send{Countries: []string{"US"}, Cents: 1}, admission.Counts{Cents: 20_000}, admission.Limits{SendsPerMinute: 600, SpendPerDayCents: 1_000_000}, problem.SpendLimit},
		"a minute above the operator's":      {admission.Send{Countries: []string{"US"}}, admission.Counts{MSP: spread(120)}, admission.Limits{SendsPerMinute: 600, SpendPerDayCents: 5000}, problem.SendLimit},
		"the forty-first message in an hour": {admission.Send{}, admission.Counts{Number: hours(40)}, generous, problem.SendLimit},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.send.At, c.send.Allowed = noon, lists
			after, refused := admission.Decide(c.send, c.counts, c.limits, admission.DefaultCeilings())
			if c.want == "" {
				require.Nil(t, refused)
				require.Len(t, after.Number, len(c.counts.Number)+1)
				require.InDelta(t, c.counts.Cents+c.send.Cents, after.Cents, 1e-9)
				return
			}
			require.NotNil(t, refused)
			require.Equal(t, c.want, refused.Code)
			require.Equal(t, c.counts, after, "a refused send is not counted")
		})
	}
}

func spread(n int) []time.Time {
	list := make([]time.Time, n)
	for i := range list {
		list[i] = noon.Add(-time.Duration(i+1) * 400 * time.Millisecond)
	}
	return list
}

func hours(n int) []time.Time {
	list := make([]time.Time, n)
	for i := range list {
		list[i] = noon.Add(-time.Duration(i+1) * 80 * time.Second)
	}
	return list
}

// Whatever an MSP sets and however many ask at once, no more leaves than the operator allows.
func TestNothingPassesTheCeilings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ceilings := admission.Ceilings{SendsPerMinute: rapid.IntRange(1, 8).Draw(t, "minute"), SpendPerDayCents: rapid.IntRange(1, 30).Draw(t, "money"), SendsPerNumberMinute: rapid.IntRange(1, 6).Draw(t, "number")}.OrDefault()
		limits := admission.Limits{SendsPerMinute: rapid.IntRange(1, 600).Draw(t, "set"), SpendPerDayCents: rapid.IntRange(0, 1_000_000).Draw(t, "cap")}
		counts, left := admission.Counts{}, 0
		for i := range 40 {
			after, refused := admission.Decide(admission.Send{Countries: []string{"US"}, Allowed: []string{"US"}, Cents: 2.5, At: noon.Add(time.Duration(i) * time.Second)}, counts, limits, ceilings)
			if refused == nil {
				left++
			}
			counts = after
		}
		require.LessOrEqual(t, left, ceilings.SendsPerMinute)
		require.LessOrEqual(t, left, ceilings.SendsPerNumberMinute)
		require.LessOrEqual(t, counts.Cents, float64(ceilings.SpendPerDayCents))
	})
}

func TestAnMSPCannotSetMoreThanTheOperatorAllows(t *testing.T) {
	t.Parallel()
	ceilings := admission.DefaultCeilings()
	require.Empty(t, ceilings.Check(admission.Limits{SendsPerMinute: 120, SpendPerDayCents: 20_000}))
	wrong := ceilings.Check(admission.Limits{SendsPerMinute: 121, SpendPerDayCents: 20_001})
	require.Len(t, wrong, 2)
	require.Equal(t, "The operator of this installation allows at most 20000 cents a day.", wrong[1].Message)
}
