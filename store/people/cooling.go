package people

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/core/availability"
	"countersign/core/clock"
	"countersign/core/contactsearch"
	"countersign/core/policy"
	"countersign/store"
	"countersign/store/db"
)

// newHere is the cause of a new person's points before the database tells whether they cool, and why.
const newHere availability.Cause = ""

// firstPopulation is how long after its first person a company is new: who comes then is part of its first population.
const firstPopulation = time.Hour

// arrival is a person who is new somewhere: on file, at a company or under a name.
type arrival struct {
	contact  uuid.UUID
	sortName string
	because  availability.Cause // newHere: only where the company is not new, or another person has the name or number
}

func arrivals(contacts []uuid.UUID, sortNames []string, because availability.Cause) []arrival {
	list := make([]arrival, len(contacts))
	for i, id := range contacts {
		list[i] = arrival{id, sortNames[i], because}
	}
	return list
}

// otherNow tells why a contact is somebody else than before; newHere when they are not.
func otherNow(before Contact, name string, company uuid.UUID) availability.Cause {
	switch {
	case company != before.Company.ID:
		return availability.Moved
	case otherWords(before.Name, name):
		return availability.Renamed
	}
	return newHere
}

// otherWords reports whether names have other words. Order, case, accents and signs do not make another name.
func otherWords(a, b string) bool {
	return !slices.Equal(slices.Sorted(slices.Values(contactsearch.Words(a))), slices.Sorted(slices.Values(contactsearch.Words(b))))
}

// arrive has the points of people cool off who are new somewhere. companies are where they are now, from is where they were.
func arrive(ctx context.Context, tx store.Tx, by store.Actor, people []arrival, companies []uuid.UUID, from *uuid.UUID) error {
	if len(people) == 0 {
		return nil
	}
	now, authors := clock.Now(), by.Authors()
	if err := db.New(tx).PopulateCompanies(ctx, db.PopulateCompaniesParams{Ids: companies, At: &now, By: by.Author()}); err != nil {
		return err
	}
	cooling := db.CoolArrivalsParams{At: now, By: by.Author(), Actors: authors, NewSince: now.Add(-firstPopulation), NamesSince: now.Add(-policy.LongestCooling)}
	for _, p := range people {
		cooling.Ids, cooling.NameHashes, cooling.Becauses = append(cooling.Ids, p.contact), append(cooling.NameHashes, nameHash(tx, p.sortName)), append(cooling.Becauses, string(p.because))
	}
	cooled, err := db.New(tx).CoolArrivals(ctx, cooling)
	if err != nil || cooled == 0 {
		return err
	}
	return cool(ctx, tx, cooling.Ids, from)
}

// cool has what began to cool off do so for as long as the strictest policy says.
func cool(ctx context.Context, tx store.Tx, contacts []uuid.UUID, from *uuid.UUID) error {
	return db.New(tx).Cool(ctx, db.CoolParams{ContactIds: contacts, Also: from, StandardHours: policy.StandardCoolingHours, At: clock.Now()})
}

// nameHash is what the name of an erased person is remembered by.
func nameHash(tx store.Tx, sortName string) []byte {
	return tx.Index("erased-name", sortName)
}

// authorsBehind are authors and whoever stands behind them: who made an API key or is acted for by it, and who connected a PSA, by themselves or by a key.
func authorsBehind(ctx context.Context, tx store.Tx, authors []string) ([]string, error) {
	connections, err := db.New(tx).AuthorsOfIntegrations(ctx, idsOf(authors, "integration/"))
	if err != nil {
		return nil, err
	}
	authors = append(authors, slices.Concat(connections...)...)
	keys, err := db.New(tx).MakersOfKeys(ctx, idsOf(authors, "api_key/"))
	for _, key := range keys {
		for _, user := range []*uuid.UUID{key.CreatedBy, key.UserID} {
			if user != nil {
				authors = append(authors, "user/"+user.String())
			}
		}
	}
	return authors, err
}

// idsOf are the ids of one kind of author.
func idsOf(authors []string, kind string) []uuid.UUID {
	ids := []uuid.UUID{}
	for _, author := range authors {
		if id, err := uuid.Parse(strings.TrimPrefix(author, kind)); err == nil && strings.HasPrefix(author, kind) {
			ids = append(ids, id)
		}
	}
	return ids
}
