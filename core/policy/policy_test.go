package policy_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
	"github.com/nyaruka/phonenumbers/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/channel"
	"countersign/core/policy"
)

func TestDefault(t *testing.T) {
	t.Parallel()
	p := policy.Default()
	require.Empty(t, p.Validate())
	require.Equal(t, []channel.Name{"sms_code", "sms_link", "voice_code", "email_code", "email_link", "sms_match", "call_back"}, p.Channels)
	require.Equal(t, 5*time.Minute, p.LifeOf(channel.Code))
	require.Equal(t, 5*time.Minute, p.LifeOf(channel.Link))
	require.Equal(t, time.Hour, p.ShieldLife())
	require.True(t, p.Allows(channel.SMSCode))
	require.True(t, p.AllowsCountry("GB"))
	require.False(t, p.AllowsCountry("KP"))
	require.False(t, p.AllowsCountry(""))
	p.Channels[0], p.Countries[0] = "x", "XX"
	require.Empty(t, policy.Default().Validate(), "a caller changed the shared default")
}

func TestPauseBefore(t *testing.T) {
	t.Parallel()
	p := policy.Default()
	for n, want := range map[int]time.Duration{-1: 0, 0: 0, 1: 0, 2: 30 * time.Second, 3: time.Minute, 4: 2 * time.Minute, 5: 4 * time.Minute, 6: 4 * time.Minute} {
		require.Equal(t, want, p.PauseBefore(n), n)
	}
	p.SendPausesSeconds = []int{10}
	require.Equal(t, 10*time.Second, p.PauseBefore(5))
	p.SendPausesSeconds = nil
	require.Zero(t, p.PauseBefore(2))
}

func TestValidate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*policy.Policy)
		fields []string
	}{
		"no way":             {func(p *policy.Policy) { p.Channels = nil }, []string{"channels"}},
		"unknown way":        {func(p *policy.Policy) { p.Channels[1] = "pigeon" }, []string{"channels[1]"}},
		"a way twice":        {func(p *policy.Policy) { p.Channels[2] = p.Channels[0] }, []string{"channels[2]"}},
		"short code":         {func(p *policy.Policy) { p.CodeLength = 5 }, []string{"code_length"}},
		"long code":          {func(p *policy.Policy) { p.CodeLength = 9 }, []string{"code_length"}},
		"no attempts":        {func(p *policy.Policy) { p.MaxAttempts = 0 }, []string{"max_attempts"}},
		"six attempts":       {func(p *policy.Policy) { p.MaxAttempts = 6 }, []string{"max_attempts"}},
		"everything at once": {func(p *policy.Policy) { p.CodeMinutes, p.LinkMinutes = 0, 31 }, []string{"code_minutes", "link_minutes"}},
		"too many pauses":    {func(p *policy.Policy) { p.SendPausesSeconds = []int{1, 2, 3, 4, 5} }, []string{"send_pauses_seconds"}},
		"a negative pause":   {func(p *policy.Policy) { p.SendPausesSeconds[3] = -1 }, []string{"send_pauses_seconds[3]"}},
		"a long pause":       {func(p *policy.Policy) { p.SendPausesSeconds[0] = 601 }, []string{"send_pauses_seconds[0]"}},
		"a long banner":      {func(p *policy.Policy) { p.Banner = strings.Repeat("é", 501) }, []string{"banner"}},
		"a banner that fits": {func(p *policy.Policy) { p.Banner = strings.Repeat("é", 500) }, nil},
		"lower-case country": {func(p *policy.Policy) { p.Countries[0] = "us" }, []string{"countries[0]"}},
		"no country":         {func(p *policy.Policy) { p.Countries[0] = "QQ" }, []string{"countries[0]"}},
		"a blank country":    {func(p *policy.Policy) { p.Countries[0] = "E " }, []string{"countries[0]"}},
		"a country twice":    {func(p *policy.Policy) { p.Countries[1] = "US" }, []string{"countries[1]"}},
		"phones nowhere":     {func(p *policy.Policy) { p.Countries = nil }, []string{"countries"}},
		"e-mail needs none":  {func(p *policy.Policy) { p.Channels, p.Countries = []channel.Name{channel.EmailCode}, nil }, nil},
		"nothing is high":    {func(p *policy.Policy) { p.MinimumAssurance, p.Channels = channel.High, []channel.Name{channel.SMSCode} }, []string{"minimum_assurance"}},
		"high without a line": {func(p *policy.Policy) {
			p.MinimumAssurance, p.Channels = channel.High, []channel.Name{channel.CallBack}
		}, []string{"call_back_to"}},
		"a line for nothing": {func(p *policy.Policy) { p.Channels = []channel.Name{channel.CallBack} }, []string{"call_back_to"}},
		"high with a line": {func(p *policy.Policy) {
			p.MinimumAssurance, p.Channels, p.CallBackTo = channel.High, []channel.Name{channel.CallBack}, "+14155550100"
		}, nil},
		"pauses may be empty": {func(p *policy.Policy) { p.SendPausesSeconds = nil }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := policy.Default()
			c.change(&p)
			var fields []string
			for _, f := range p.Validate() {
				fields = append(fields, f.Field)
				require.NotEmpty(t, f.Message)
			}
			require.Equal(t, c.fields, fields)
		})
	}
}

// The API's schema is the source: its members are ours, and what it refuses we refuse.
func TestAgreesWithTheSchema(t *testing.T) {
	t.Parallel()
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	doc, err := loader.LoadFromFile("../../schemas/openapi/openapi.yaml")
	require.NoError(t, err)
	schema := doc.Paths.Value("/policies/default").Put.RequestBody.Value.Content["application/json"].Schema.Value

	whole := policy.Default()
	whole.MinimumAssurance, whole.CallBackTo, whole.CoolingHours = channel.Medium, "+14155550100", 24
	var members map[string]any
	require.NoError(t, json.Unmarshal(whole.Canonical(), &members))
	for name := range schema.Properties {
		require.Contains(t, members, name)
	}
	require.Len(t, members, len(schema.Properties))
	for name, property := range schema.Properties {
		value := property.Value
		if value.Min == nil {
			continue
		}
		for _, edge := range []struct {
			value int
			good  bool
		}{{int(*value.Min) - 1, false}, {int(*value.Min), true}, {int(*value.Max), true}, {int(*value.Max) + 1, false}} {
			changed := map[string]any{}
			for k, v := range members {
				changed[k] = v
			}
			changed[name] = edge.value
			encoded, err := json.Marshal(changed)
			require.NoError(t, err)
			var p policy.Policy
			require.NoError(t, json.Unmarshal(encoded, &p))
			require.Equal(t, edge.good, len(p.Validate()) == 0, "%s = %d", name, edge.value)
		}
	}
}

// Every country a number can belong to can be allowed, and no other.
func TestCountriesAreThoseOfTheNumberingPlan(t *testing.T) {
	t.Parallel()
	p := policy.Default()
	p.Countries = nil
	for region := range phonenumbers.GetSupportedRegions() {
		p.Countries = append(p.Countries, region)
	}
	require.Greater(t, len(p.Countries), 200)
	require.Empty(t, p.Validate())
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			p.Countries = []string{code}
			require.Equal(t, phonenumbers.GetSupportedRegions()[code], len(p.Validate()) == 0, code)
		}
	}
}

func TestCanonicalForm(t *testing.T) {
	t.Parallel()
	p := policy.Default()
	p.Channels = p.Channels[:1]
	p.Countries = []string{"US"}
	p.SendPausesSeconds = nil
	p.Banner = `<b>"Ask & wait"</b>`
	want := `{"banner":"<b>\"Ask & wait\"</b>","channels":["sms_code"],"code_length":6,"code_minutes":5,"countries":["US"],` +
		`"guesses_per_day":20,"guesses_per_hour":10,"history_length":10,"link_minutes":5,"max_attempts":5,"max_sends":5,"note_required":true,` +
		`"send_pauses_seconds":[],"sends_per_number":5,"sends_per_number_minutes":15,"shield_minutes":60,"show_on_load":true}`
	require.Equal(t, want, string(p.Canonical()))
	sum := sha256.Sum256([]byte(want))
	require.Equal(t, hex.EncodeToString(sum[:]), p.Hash())
}

func somePolicy(t *rapid.T) policy.Policy {
	p := policy.Default()
	p.Channels = rapid.SliceOfNDistinct(rapid.SampledFrom(policy.Default().Channels), 1, 5, func(n channel.Name) channel.Name { return n }).Draw(t, "channels")
	p.CallBackTo = "+14155550100"
	p.CodeLength = rapid.IntRange(6, 8).Draw(t, "length")
	p.Banner = rapid.StringN(0, 40, -1).Draw(t, "banner")
	p.NoteRequired = rapid.Bool().Draw(t, "note")
	p.SendPausesSeconds = rapid.SliceOfN(rapid.IntRange(0, 600), 0, 4).Draw(t, "pauses")
	return p
}

// A policy that went through JSON (a row, a workflow input, an evidence bundle) keeps its hash; any change changes it.
func TestHashSurvivesJSONAndSeesEveryChange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := somePolicy(t)
		require.Empty(t, p.Validate())
		encoded, err := json.Marshal(policy.Take(uuid.New(), 3, p))
		require.NoError(t, err)
		var back policy.Snapshot
		require.NoError(t, json.Unmarshal(encoded, &back))
		require.True(t, back.Intact())
		require.Equal(t, p.Hash(), back.Policy.Hash())

		changed := back
		switch rapid.IntRange(0, 3).Draw(t, "change") {
		case 0:
			changed.Policy.MaxAttempts++
		case 1:
			changed.Policy.Banner += "!"
		case 2:
			changed.Policy.Channels = append(slices.Clone(changed.Policy.Channels), "x")
		case 3:
			changed.Policy.NoteRequired = !changed.Policy.NoteRequired
		}
		require.False(t, changed.Intact())
	})
}

func TestRules(t *testing.T) {
	t.Parallel()
	p := policy.Default()
	require.Len(t, p.AttemptRules(), 2)
	require.Equal(t, 10, p.AttemptRules()[0].Max)
	require.Equal(t, 24*time.Hour, p.AttemptRules()[1].Per)
	require.Equal(t, 15*time.Minute, p.SendRules()[0].Per)
}
