package settings

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/store/settings"
)

func policyAnswer(version settings.PolicyVersion, company *gen.Ref, inherited bool) gen.PolicyVersion {
	return gen.PolicyVersion{Policy: policyShown(version.Policy), Version: version.Version, Hash: version.Hash, Company: company, Inherited: inherited, ChangedBy: &version.ChangedBy, ChangedAt: &version.ChangedAt}
}

func policyShown(p policy.Policy) gen.Policy {
	channels := make([]gen.ChannelName, len(p.Channels))
	for i, name := range p.Channels {
		channels[i] = gen.ChannelName(name)
	}
	return gen.Policy{
		Channels: channels, CodeLength: p.CodeLength, CodeMinutes: p.CodeMinutes, LinkMinutes: p.LinkMinutes,
		MaxAttempts: p.MaxAttempts, GuessesPerHour: p.AttemptsPerHour, GuessesPerDay: p.AttemptsPerDay,
		MaxSends: p.MaxSends, SendPausesSeconds: append([]int{}, p.SendPausesSeconds...), SendsPerNumber: p.SendsPerNumber, SendsPerNumberMinutes: p.SendsPerNumberMinutes,
		ShieldMinutes: p.ShieldMinutes, HistoryLength: p.HistoryLength, NoteRequired: p.NoteRequired, Banner: p.Banner, ShowOnLoad: p.ShowOnLoad,
		Countries: append([]string{}, p.Countries...), MinimumAssurance: respond.Present(gen.PolicyMinimumAssurance(p.MinimumAssurance)), CallBackTo: respond.Present(p.CallBackTo), CoolingHours: respond.Present(p.CoolingHours),
	}
}

func policyAsked(p gen.Policy) policy.Policy {
	channels := make([]channel.Name, len(p.Channels))
	for i, name := range p.Channels {
		channels[i] = channel.Name(name)
	}
	return policy.Policy{
		Channels: channels, CodeLength: p.CodeLength, CodeMinutes: p.CodeMinutes, LinkMinutes: p.LinkMinutes,
		MaxAttempts: p.MaxAttempts, AttemptsPerHour: p.GuessesPerHour, AttemptsPerDay: p.GuessesPerDay,
		MaxSends: p.MaxSends, SendPausesSeconds: p.SendPausesSeconds, SendsPerNumber: p.SendsPerNumber, SendsPerNumberMinutes: p.SendsPerNumberMinutes,
		ShieldMinutes: p.ShieldMinutes, HistoryLength: p.HistoryLength, NoteRequired: p.NoteRequired, Banner: p.Banner, ShowOnLoad: p.ShowOnLoad,
		Countries: p.Countries, MinimumAssurance: channel.Assurance(respond.Value(p.MinimumAssurance)), CallBackTo: respond.Value(p.CallBackTo), CoolingHours: respond.Value(p.CoolingHours),
	}
}
