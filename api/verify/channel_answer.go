package verify

import (
	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/availability"
	"countersign/core/policy"
)

func channelAnswer(o availability.Option) gen.ChannelOption {
	answer := gen.ChannelOption{Channel: gen.ChannelName(o.Channel), Available: o.Open(), Assurance: gen.Assurance(o.Assurance), Reason: respond.Present(o.Reason)}
	if !o.Open() {
		answer.ReasonCode = new(gen.ChannelOptionReasonCode(o.Code))
	}
	if o.ContactPoint.ID != uuid.Nil {
		answer.AddressID, answer.Kind, answer.Masked = &o.ContactPoint.ID, new(gen.ChannelOptionKind(o.ContactPoint.Kind)), &o.ContactPoint.Masked
	}
	return answer
}

// policySummary is what a technician has to know of the rules.
func policySummary(rules policy.Snapshot) gen.PolicySummary {
	p := rules.Policy
	return gen.PolicySummary{Version: rules.Version, Banner: respond.Present(p.Banner), HistoryLength: p.HistoryLength, NoteRequired: p.NoteRequired, ShowOnLoad: p.ShowOnLoad, ShieldMinutes: p.ShieldMinutes}
}
