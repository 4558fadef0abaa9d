package people

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/store/people"
	"countersign/store/settings"
)

func (h ContactPoints) pointAnswer(p people.ProvenContactPoint, rules settings.PolicyVersion) gen.ContactPoint {
	answer := gen.ContactPoint{
		ID: p.ID, Kind: gen.ContactPointKind(p.Kind), Masked: p.Masked, BadReason: respond.Present(p.BadReason), Source: p.Source, AddedBy: p.AddedBy, AddedAt: p.AddedAt,
		Current: p.ReplacedAt == nil, ReplacedAt: p.ReplacedAt, Previous: respond.Present(p.Previous),
		ApprovedBy: respond.Present(p.ApprovedBy), ApprovedAt: p.ApprovedAt, ApprovedReason: respond.Present(p.ApprovedReason),
	}
	if until := p.CoolingUntil(rules.Policy.CoolingLife(), h.Now()); answer.Current && !until.IsZero() {
		answer.CoolingUntil = &until
	}
	return answer
}
