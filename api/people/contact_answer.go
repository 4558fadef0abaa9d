package people

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/channel"
	"countersign/core/list"
	"countersign/store"
	peoplestore "countersign/store/people"
)

// answer shows one person, with who else may be the same.
func (h Contacts) answer(ctx context.Context, tx store.Tx, c peoplestore.Contact) (gen.Contact, error) {
	shown, err := h.answers(ctx, tx, []peoplestore.Contact{c})
	if err != nil {
		return gen.Contact{}, err
	}
	duplicates, err := peoplestore.ListDuplicates(ctx, tx, c.ID)
	if err != nil || len(duplicates) == 0 {
		return shown[0], err
	}
	shown[0].Duplicates = new(list.Of(duplicates, func(d peoplestore.Duplicate) gen.Duplicate {
		by := list.Of(d.By, func(kind channel.ContactPointKind) gen.DuplicateBy { return gen.DuplicateBy(kind) })
		return gen.Duplicate{Contact: gen.Ref(d.Contact), By: by, Sources: sourcesAnswer(d.Sources)}
	}))
	return shown[0], nil
}

// answers shows people, with the PSAs that know them.
func (h Contacts) answers(ctx context.Context, tx store.Tx, people []peoplestore.Contact) ([]gen.Contact, error) {
	sources, err := peoplestore.ListContactSources(ctx, tx, list.Of(people, func(c peoplestore.Contact) uuid.UUID { return c.ID }))
	if err != nil {
		return nil, err
	}
	shown := list.Of(people, func(c peoplestore.Contact) gen.Contact { return contactAnswer(c, h.Now()) })
	for i, c := range people {
		shown[i].Sources = sourcesAnswer(sources[c.ID])
	}
	return shown, nil
}

func contactAnswer(c peoplestore.Contact, now time.Time) gen.Contact {
	answer := gen.Contact{
		ID: c.ID, Name: c.Name, Company: gen.Ref(c.Company), OpenVerificationID: c.OpenVerification, InactiveSince: c.InactiveSince, Denied: denialAnswer(c.Denied),
		Email: respond.Present(c.Value(channel.EmailAddress)), Mobile: respond.Present(c.Value(channel.Mobile)), Phone: respond.Present(c.Value(channel.Phone)),
		Shields: list.Of(c.ContactPoints, func(p peoplestore.ContactPoint) gen.Shield { return shieldAnswer(p, now) }),
	}
	if c.Denied != nil {
		for i := range answer.Shields {
			answer.Shields[i].VerifiedUntil = nil // a denial beats every shield
		}
	}
	return answer
}

func shieldAnswer(p peoplestore.ContactPoint, now time.Time) gen.Shield {
	shield := gen.Shield{
		AddressID: p.ID, Kind: gen.ShieldKind(p.Kind), Masked: p.Masked, Waiting: &p.Waiting, OptedOut: &p.OptedOut,
		VerifiedAt: p.VerifiedAt, VerifiedUntil: p.VerifiedUntil, VerifiedBy: respond.Present(p.VerifiedBy), TicketID: respond.Present(p.VerifiedTicket), TicketIntegrationID: p.TicketPSA, VerificationID: p.VerificationID, Actor: verifierAnswer(p.Verifier),
	}
	if until := p.CoolingUntil(now); !until.IsZero() {
		shield.CoolingUntil, shield.CoolsBecause = &until, new(gen.CoolingCause(p.CoolsBecause))
		shield.VerifiedUntil = nil // what cools has no shield
	}
	return shield
}

// verifierAnswer is who proved an address; nil where nobody did.
func verifierAnswer(by *store.Actor) *gen.Actor {
	if by == nil {
		return nil
	}
	return new(respond.Actor(*by))
}

func sourcesAnswer(sources []peoplestore.Source) *[]gen.Source {
	if len(sources) == 0 {
		return nil
	}
	return new(list.Of(sources, func(s peoplestore.Source) gen.Source {
		return gen.Source{IntegrationID: &s.Integration, Name: s.Name, Kind: s.Kind, ExternalID: s.ExternalID, Gone: &s.Gone}
	}))
}
