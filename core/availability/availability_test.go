package availability_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/availability"
	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/core/problem"
)

var (
	mobile = availability.ContactPoint{ID: uuid.New(), Kind: channel.Mobile, Masked: "+1 ••• 0134", Country: "US"}
	desk   = availability.ContactPoint{ID: uuid.New(), Kind: channel.Phone, Masked: "+1 ••• 0199", Country: "US", Landline: true}
	email  = availability.ContactPoint{ID: uuid.New(), Kind: channel.EmailAddress, Masked: "a•••@northwind.example"}
)

// with returns a copy of a point, changed.
func with(point availability.ContactPoint, change func(*availability.ContactPoint)) availability.ContactPoint {
	change(&point)
	return point
}

func lines(options []availability.Option) []string {
	var out []string
	for _, o := range options {
		line := string(o.Channel)
		if o.ContactPoint.ID != uuid.Nil {
			line += " " + string(o.ContactPoint.Kind)
		}
		if !o.Open() {
			line += ": " + string(o.Code) + ": " + o.Reason
		}
		out = append(out, line)
	}
	return out
}

func TestOptions(t *testing.T) {
	t.Parallel()
	only := func(names ...channel.Name) policy.Policy {
		p := policy.Default()
		p.Channels = names
		return p
	}
	strict := only(channel.SMSCode, channel.EmailLink, channel.CallBack)
	strict.MinimumAssurance, strict.CallBackTo = channel.High, "+14155550100"
	cases := []struct {
		name   string
		points []availability.ContactPoint
		policy policy.Policy
		want   []string
	}{
		{"everything on file is offered in the policy's order, a call to the desk before the mobile", []availability.ContactPoint{email, mobile, desk}, policy.Default(), []string{
			"sms_code mobile", "sms_link mobile", "voice_code phone", "voice_code mobile", "email_code email", "email_link email", "sms_match mobile",
			"call_back mobile: not_set_up: The policy names no line to connect to", "call_back phone: not_set_up: The policy names no line to connect to",
		}},
		{"closed ways come after open ones", []availability.ContactPoint{email}, policy.Default(), []string{
			"email_code email", "email_link email",
			"sms_code: no_address: No mobile number on file", "sms_link: no_address: No mobile number on file", "voice_code: no_address: No phone number on file",
			"sms_match: no_address: No mobile number on file", "call_back: no_address: No mobile number on file",
		}},
		{"the policy's order counts, and what it leaves out says whose policy that is", []availability.ContactPoint{mobile, email}, only(channel.EmailLink, channel.SMSCode), []string{
			"email_link email", "sms_code mobile",
			"sms_link: not_in_policy: Northwind's policy does not use this way", "voice_code: not_in_policy: Northwind's policy does not use this way",
			"email_code: not_in_policy: Northwind's policy does not use this way",
			"sms_match: not_in_policy: Northwind's policy does not use this way", "call_back: not_in_policy: Northwind's policy does not use this way",
		}},
		{"STOP ends text messages, not calls", []availability.ContactPoint{with(mobile, func(p *availability.ContactPoint) { p.OptedOut = true })}, only(channel.SMSCode, channel.VoiceCode), []string{
			"voice_code mobile", "sms_code mobile: opted_out: Replied STOP",
			"sms_link: not_in_policy: Northwind's policy does not use this way", "email_code: not_in_policy: Northwind's policy does not use this way", "email_link: not_in_policy: Northwind's policy does not use this way",
			"sms_match: not_in_policy: Northwind's policy does not use this way", "call_back: not_in_policy: Northwind's policy does not use this way",
		}},
		{"a country that is not allowed is named by its code", []availability.ContactPoint{with(mobile, func(p *availability.ContactPoint) { p.Country = "JM" })}, only(channel.SMSCode, channel.SMSLink, channel.VoiceCode, channel.EmailCode, channel.EmailLink), []string{
			"sms_code mobile: country_not_allowed: Country not allowed: +1 (JM)", "sms_link mobile: country_not_allowed: Country not allowed: +1 (JM)", "voice_code mobile: country_not_allowed: Country not allowed: +1 (JM)",
			"email_code: no_address: No e-mail address on file", "email_link: no_address: No e-mail address on file",
			"sms_match: not_in_policy: Northwind's policy does not use this way", "call_back: not_in_policy: Northwind's policy does not use this way",
		}},
		{"what is no number says so", []availability.ContactPoint{with(mobile, func(p *availability.ContactPoint) { p.Country, p.BadReason = "", "not a phone number" })}, only(channel.SMSCode), []string{
			"sms_code mobile: bad_address: Not a phone number",
			"sms_link: not_in_policy: Northwind's policy does not use this way", "voice_code: not_in_policy: Northwind's policy does not use this way",
			"email_code: not_in_policy: Northwind's policy does not use this way", "email_link: not_in_policy: Northwind's policy does not use this way",
			"sms_match: not_in_policy: Northwind's policy does not use this way", "call_back: not_in_policy: Northwind's policy does not use this way",
		}},
		{"a policy that asks for high assurance leaves the call-back", []availability.ContactPoint{mobile, email}, strict, []string{
			"call_back mobile", "sms_code mobile: proves_too_little: The policy asks for high assurance, this way gives medium",
			"email_link email: proves_too_little: The policy asks for high assurance, this way gives low",
			"sms_link: not_in_policy: Northwind's policy does not use this way", "voice_code: not_in_policy: Northwind's policy does not use this way",
			"email_code: not_in_policy: Northwind's policy does not use this way", "sms_match: not_in_policy: Northwind's policy does not use this way",
		}},
		{"a landline under mobile can be called, not texted", []availability.ContactPoint{with(mobile, func(p *availability.ContactPoint) { p.Landline = true })}, only(channel.SMSCode, channel.VoiceCode, channel.SMSLink, channel.EmailCode, channel.EmailLink), []string{
			"voice_code mobile", "sms_code mobile: bad_address: A landline takes no text messages", "sms_link mobile: bad_address: A landline takes no text messages",
			"email_code: no_address: No e-mail address on file", "email_link: no_address: No e-mail address on file",
			"sms_match: not_in_policy: Northwind's policy does not use this way", "call_back: not_in_policy: Northwind's policy does not use this way",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, lines(availability.Options(availability.Person{Company: "Northwind", ContactPoints: c.points, Policy: c.policy})))
		})
	}
}

func TestAnUnsubscribedMailboxGetsNoMails(t *testing.T) {
	t.Parallel()
	gone := with(email, func(p *availability.ContactPoint) { p.OptedOut = true })
	for _, o := range availability.Options(availability.Person{Company: "Harbor Logistics", ContactPoints: []availability.ContactPoint{gone}, Policy: policy.Default()}) {
		require.False(t, o.Open())
	}
}

func TestThePossessiveOfANameThatEndsInS(t *testing.T) {
	t.Parallel()
	p := policy.Default()
	p.Channels = []channel.Name{channel.EmailCode}
	options := availability.Options(availability.Person{Company: "Harbor Logistics", Policy: p})
	require.Equal(t, "Harbor Logistics' policy does not use this way", options[1].Reason)
}

func TestChoose(t *testing.T) {
	t.Parallel()
	abroad := with(mobile, func(p *availability.ContactPoint) { p.Country = "KP" })
	stopped := with(mobile, func(p *availability.ContactPoint) { p.OptedOut = true })
	narrow := policy.Default()
	narrow.Channels = []channel.Name{channel.SMSCode, channel.VoiceCode}
	cases := []struct {
		name    string
		points  []availability.ContactPoint
		policy  policy.Policy
		channel channel.Name
		address uuid.UUID
		want    uuid.UUID
		code    problem.Code
	}{
		{"the only address", []availability.ContactPoint{mobile}, policy.Default(), channel.SMSCode, uuid.Nil, mobile.ID, ""},
		{"the first open address", []availability.ContactPoint{mobile, desk}, policy.Default(), channel.VoiceCode, uuid.Nil, desk.ID, ""},
		{"a closed first address gives way", []availability.ContactPoint{mobile, with(desk, func(p *availability.ContactPoint) { p.Country = "KP" })}, policy.Default(), channel.VoiceCode, uuid.Nil, mobile.ID, ""},
		{"the address asked for", []availability.ContactPoint{mobile, desk}, policy.Default(), channel.VoiceCode, mobile.ID, mobile.ID, ""},
		{"an address of another kind", []availability.ContactPoint{mobile, email}, policy.Default(), channel.SMSCode, email.ID, uuid.Nil, problem.NotFound},
		{"an address of another person", []availability.ContactPoint{mobile}, policy.Default(), channel.SMSCode, uuid.New(), uuid.Nil, problem.NotFound},
		{"no address on file", []availability.ContactPoint{email}, policy.Default(), channel.SMSCode, uuid.Nil, uuid.Nil, problem.ChannelUnavailable},
		{"an address where none is on file", []availability.ContactPoint{email}, policy.Default(), channel.SMSCode, mobile.ID, uuid.Nil, problem.NotFound},
		{"a country that is not allowed", []availability.ContactPoint{abroad}, policy.Default(), channel.SMSCode, uuid.Nil, uuid.Nil, problem.CountryNotAllowed},
		{"the same, by address", []availability.ContactPoint{abroad}, policy.Default(), channel.SMSCode, abroad.ID, uuid.Nil, problem.CountryNotAllowed},
		{"STOP", []availability.ContactPoint{stopped}, policy.Default(), channel.SMSCode, uuid.Nil, uuid.Nil, problem.ChannelUnavailable},
		{"not in the policy", []availability.ContactPoint{email}, narrow, channel.EmailCode, email.ID, uuid.Nil, problem.ChannelUnavailable},
		{"a way there is not", []availability.ContactPoint{email}, policy.Default(), "pigeon", uuid.Nil, uuid.Nil, problem.NotFound},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := availability.Choose(availability.Options(availability.Person{Company: "Northwind", ContactPoints: c.points, Policy: c.policy}), c.channel, c.address)
			if c.code != "" {
				require.ErrorIs(t, err, problem.New(c.code, ""))
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, got.ContactPoint.ID)
		})
	}
}

// For any contact: the list has every channel, open ones first, and Choose never returns a closed one.
func TestOptionsAndChooseAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		person := availability.Person{Company: "Northwind", Policy: policy.Default()}
		person.Policy.Channels = rapid.SliceOfNDistinct(rapid.SampledFrom(policy.Default().Channels), 1, -1, rapid.ID).Draw(t, "channels")
		for _, kind := range []channel.ContactPointKind{channel.Mobile, channel.Phone, channel.EmailAddress} {
			if rapid.Bool().Draw(t, "on file") {
				person.ContactPoints = append(person.ContactPoints, availability.ContactPoint{ID: uuid.New(), Kind: kind, Country: rapid.SampledFrom([]string{"US", "KP", ""}).Draw(t, "country"),
					OptedOut: rapid.Bool().Draw(t, "opted out"), Landline: rapid.Bool().Draw(t, "landline"), BadReason: rapid.SampledFrom([]string{"", "not a phone number"}).Draw(t, "bad")})
			}
		}
		options := availability.Options(person)
		seen, closed := map[channel.Name]bool{}, false
		for _, o := range options {
			seen[o.Channel] = true
			require.False(t, o.Open() && closed, "an open way after a closed one")
			closed = closed || !o.Open()
			require.Equal(t, o.Open(), o.Reason == "")
		}
		require.Len(t, seen, len(channel.All))
		for _, spec := range channel.All {
			chosen, err := availability.Choose(options, spec.Name, uuid.Nil)
			if err == nil {
				require.True(t, chosen.Open())
				require.True(t, person.Policy.Allows(spec.Name))
			}
		}
	})
}
