package settings

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/channel"
	"countersign/core/list"
	"countersign/core/policy"
	"countersign/store/settings"
)

func policyAnswer(version settings.PolicyVersion, company *gen.Ref, inherited bool) gen.PolicyVersion {
	return gen.PolicyVersion{Policy: policyShown(version.Policy), Version: version.Version, Hash: version.Hash, Company: company, Inherited: inherited, ChangedBy: &version.ChangedBy, ChangedAt: &version.ChangedAt}
}

func policyShown(p policy.Policy) gen.Policy {
	return gen.Policy{
		Channels: list.Of(p.Channels, func(name channel.Name) gen.ChannelName { return gen.ChannelName(name) }), CodeLength: p.CodeLength, CodeMinutes: p.CodeMinutes, LinkMinutes: p.LinkMinutes,
		MaxAttempts: p.MaxAttempts, GuessesPerHour: p.AttemptsPerHour, GuessesPerDay: p.AttemptsPerDay,
		MaxSends: p.MaxSends, SendPausesSeconds: append([]int{}, p.SendPausesSeconds...), SendsPerNumber: p.SendsPerNumber, SendsPerNumberMinutes: p.SendsPerNumberMinutes,
		ShieldMinutes: p.ShieldMinutes, HistoryLength: p.HistoryLength, NoteRequired: p.NoteRequired, Banner: p.Banner, ShowOnLoad: p.ShowOnLoad,
		Countries: append([]string{}, p.Countries...), MinimumAssurance: respond.Present(gen.PolicyMinimumAssurance(p.MinimumAssurance)), CallBackTo: respond.Present(p.CallBackTo), CoolingHours: respond.Present(p.CoolingHours),
	}
}

func policyAsked(p gen.Policy) policy.Policy {
	return policy.Policy{
		Channels: list.Of(p.Channels, func(name gen.ChannelName) channel.Name { return channel.Name(name) }), CodeLength: p.CodeLength, CodeMinutes: p.CodeMinutes, LinkMinutes: p.LinkMinutes,
		MaxAttempts: p.MaxAttempts, AttemptsPerHour: p.GuessesPerHour, AttemptsPerDay: p.GuessesPerDay,
		MaxSends: p.MaxSends, SendPausesSeconds: p.SendPausesSeconds, SendsPerNumber: p.SendsPerNumber, SendsPerNumberMinutes: p.SendsPerNumberMinutes,
		ShieldMinutes: p.ShieldMinutes, HistoryLength: p.HistoryLength, NoteRequired: p.NoteRequired, Banner: p.Banner, ShowOnLoad: p.ShowOnLoad,
		Countries: p.Countries, MinimumAssurance: channel.Assurance(respond.Value(p.MinimumAssurance)), CallBackTo: respond.Value(p.CallBackTo), CoolingHours: respond.Value(p.CoolingHours),
	}
}
