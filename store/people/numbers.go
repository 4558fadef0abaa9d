package people

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/store"
	"countersign/store/db"
)

// readingCountry is the country that a company's numbers are read as: its own, else the MSP's; "" where neither is known. Nobody guesses.
func readingCountry(ctx context.Context, tx store.Tx, own string) (string, error) {
	if own != "" {
		return own, nil
	}
	return db.New(tx).TenantCountry(ctx)
}

// ReadingCountry is what numbers of a company are read as that are typed without a country's code; "" where that is not known.
func ReadingCountry(ctx context.Context, tx store.Tx, company Company) (string, error) {
	return readingCountry(ctx, tx, company.Country)
}

// typedOf is a number as it was typed, where a country decides what it means: one without a country's code, or one that could not be read; "" for others.
func typedOf(tx store.Tx, p ContactPoint) (string, error) {
	switch {
	case p.Kind == channel.EmailAddress:
		return "", nil
	case p.BadReason != "":
		return p.Value, nil
	case len(p.typed) == 0:
		return "", nil
	}
	return tx.Open(PointTable, typedColumn, p.ID, p.typed)
}

// ReadNumbersOfTenantAgain reads the numbers of companies without a country of their own as the MSP's country has it now.
func ReadNumbersOfTenantAgain(ctx context.Context, tx store.Tx, by store.Actor) (changed int, err error) {
	companies, err := db.New(tx).CompaniesOfNoCountry(ctx)
	if err != nil {
		return 0, err
	}
	country, err := db.New(tx).TenantCountry(ctx)
	if err != nil {
		return 0, err
	}
	return readNumbersAgain(ctx, tx, companies, country, by)
}

// readNumbersAgain reads the numbers of companies' people as those of a country, and returns how many people have other ones now. What was read before as a
// number and is another one now came to a person on file: it loses its shield and cools off. A number that could not be read before came with its person.
func readNumbersAgain(ctx context.Context, tx store.Tx, companies []uuid.UUID, country string, by store.Actor) (changed int, err error) {
	ids, err := db.New(tx).NumbersOfCompanies(ctx, companies)
	if err != nil {
		return 0, err
	}
	for batch := range slices.Chunk(ids, importBatch) {
		n, err := readBatchAgain(ctx, tx, batch, country, by)
		if err != nil {
			return 0, err
		}
		changed += n
	}
	return changed, nil
}

func readBatchAgain(ctx context.Context, tx store.Tx, ids []uuid.UUID, country string, by store.Actor) (changed int, err error) {
	if err := db.New(tx).LockPeople(ctx, ids); err != nil {
		return 0, err
	}
	contacts, err := readContacts(ctx, tx, ids)
	if err != nil {
		return 0, err
	}
	var points pointRows
	replaced := db.ReplacePointsParams{TenantID: tx.Tenant}
	var touched []uuid.UUID
	for _, c := range contacts {
		other := false
		for _, p := range c.ContactPoints {
			typed, err := typedOf(tx, p)
			if err != nil {
				return 0, err
			}
			read := readContactPoint(p.Kind, typed, country)
			if typed == "" || read.value == p.Value && read.badReason == p.BadReason {
				continue
			}
			other = true
			replaced.ContactIds, replaced.Kinds = append(replaced.ContactIds, c.ID), append(replaced.Kinds, string(p.Kind))
			points.add(tx, c.ID, read, origin{cmp.Or(c.Source, manual), by}, p.ID, p.BadReason == "" || p.ChangedAt != nil)
		}
		if other {
			touched = append(touched, c.ID)
		}
	}
	if len(touched) == 0 {
		return 0, nil
	}
	if _, err := db.New(tx).ReplacePoints(ctx, replaced); err != nil {
		return 0, err
	}
	if err := points.insert(ctx, tx); err != nil {
		return 0, err
	}
	contacts, err = readContacts(ctx, tx, touched)
	if err != nil {
		return 0, err
	}
	var terms termRows
	for _, c := range contacts {
		addTermsOf(tx, &terms, c)
	}
	if err := db.New(tx).DeleteTerms(ctx, touched); err != nil {
		return 0, err
	}
	if err := terms.insert(ctx, tx); err != nil {
		return 0, err
	}
	return len(touched), db.New(tx).EmitPeople(ctx, db.EmitPeopleParams{TenantID: tx.Tenant, Kind: store.EventContact, Ids: touched})
}
