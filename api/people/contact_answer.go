package people

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/channel"
	"countersign/store"
	peoplestore "countersign/store/people"
	"countersign/store/settings"
)

// answer shows one person, with who else may be the same.
func (h Contacts) answer(ctx context.Context, tx store.Tx, c peoplestore.Contact) (gen.Contact, error) {
	list, err := h.answers(ctx, tx, []peoplestore.Contact{c})
	if err != nil {
		return gen.Contact{}, err
	}
	duplicates, err := peoplestore.ListDuplicates(ctx, tx, c.ID)
	if err != nil || len(duplicates) == 0 {
		return list[0], err
	}
	shown := make([]gen.Duplicate, len(duplicates))
	for i, d := range duplicates {
		shown[i] = gen.Duplicate{Contact: gen.Ref(d.Contact), By: make([]gen.DuplicateBy, len(d.By)), Sources: sourcesAnswer(d.Sources)}
		for j, kind := range d.By {
			shown[i].By[j] = gen.DuplicateBy(kind)
		}
	}
	list[0].Duplicates = &shown
	return list[0], nil
}

// answers shows people, with the PSAs that know them.
func (h Contacts) answers(ctx context.Context, tx store.Tx, people []peoplestore.Contact) ([]gen.Contact, error) {
	ids := make([]uuid.UUID, len(people))
	for i, c := range people {
		ids[i] = c.ID
	}
	sources, err := peoplestore.ListContactSources(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	lives := map[uuid.UUID]time.Duration{}
	list := make([]gen.Contact, len(people))
	for i, c := range people {
		list[i] = contactAnswer(c)
		list[i].Sources = sourcesAnswer(sources[c.ID])
		for j, p := range c.ContactPoints {
			if p.ChangedAt == nil || p.ApprovedAt != nil {
				continue
			}
			life, err := coolingLife(ctx, tx, lives, c.Company.ID)
			if err != nil {
				return nil, err
			}
			if until := p.CoolingUntil(life, h.Now()); !until.IsZero() {
				list[i].Shields[j].CoolingUntil = &until
			}
		}
	}
	return list, nil
}

// coolingLife is how long a changed point of a company's people cools off; each company's policy is read once.
func coolingLife(ctx context.Context, tx store.Tx, known map[uuid.UUID]time.Duration, company uuid.UUID) (time.Duration, error) {
	if life, ok := known[company]; ok {
		return life, nil
	}
	rules, _, err := settings.PolicyInForce(ctx, tx, company)
	known[company] = rules.Policy.CoolingLife()
	return known[company], err
}

func contactAnswer(c peoplestore.Contact) gen.Contact {
	answer := gen.Contact{
		ID: c.ID, Name: c.Name, Company: gen.Ref(c.Company), OpenVerificationID: c.OpenVerification, InactiveSince: c.InactiveSince, Denied: denialAnswer(c.Denied),
		Email: respond.Present(c.Value(channel.EmailAddress)), Mobile: respond.Present(c.Value(channel.Mobile)), Phone: respond.Present(c.Value(channel.Phone)),
		Shields: make([]gen.Shield, len(c.ContactPoints)),
	}
	for i, p := range c.ContactPoints {
		answer.Shields[i] = gen.Shield{
			AddressID: p.ID, Kind: gen.ShieldKind(p.Kind), Masked: p.Masked, Waiting: &p.Waiting, OptedOut: &p.OptedOut,
			VerifiedAt: p.VerifiedAt, VerifiedUntil: p.VerifiedUntil, VerifiedBy: respond.Present(p.VerifiedBy), TicketID: respond.Present(p.VerifiedTicket), TicketIntegrationID: p.TicketPSA, VerificationID: p.VerificationID,
		}
		if c.Denied != nil {
			answer.Shields[i].VerifiedUntil = nil // a denial beats every shield
		}
	}
	return answer
}

func sourcesAnswer(sources []peoplestore.Source) *[]gen.Source {
	if len(sources) == 0 {
		return nil
	}
	shown := make([]gen.Source, len(sources))
	for i, s := range sources {
		shown[i] = gen.Source{IntegrationID: &s.Integration, Name: s.Name, Kind: s.Kind, ExternalID: s.ExternalID, Gone: &s.Gone}
	}
	return &shown
}
