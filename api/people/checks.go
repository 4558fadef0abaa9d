package people

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/respond"
	"countersign/core/address"
	"countersign/core/phone"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/people"
)

// readCountry takes a country that telephone numbers belong to, or "" for a company whose country is not known.
func readCountry(asked *string, otherwise string) (string, []problem.Field) {
	if asked == nil {
		return otherwise, nil
	}
	if *asked != "" && !phone.IsCountry(*asked) {
		return "", []problem.Field{{Field: "country", Message: "Not a country with telephone numbers: use its two capital letters, like US or DE."}}
	}
	return *asked, nil
}

// countryOf tells what numbers of a company that a request names are read as; none says that the actor has no such company.
func countryOf(ctx context.Context, tx store.Tx, company uuid.UUID) (country string, none []problem.Field, err error) {
	row, err := people.GetCompany(ctx, tx, company)
	if errors.Is(err, store.ErrNotFound) || err == nil && !gate.ActorOf(ctx).Sees(company) {
		return "", []problem.Field{{Field: "company_id", Message: "There is no such company, or you may not see it."}}, nil
	}
	if err != nil {
		return "", nil, err
	}
	country, err = people.ReadingCountry(ctx, tx, row)
	return country, nil, err
}

// invalidContactPoints says why a typed number or address is refused. An imported one may be bad; a typed one can be corrected at once.
func invalidContactPoints(mobile, landline, email *string, country string) []problem.Field {
	var wrong []problem.Field
	for _, number := range []struct {
		field string
		typed *string
	}{{"mobile", mobile}, {"phone", landline}} {
		if respond.Value(number.typed) == "" {
			continue
		}
		if _, err := phone.Parse(*number.typed, country); err != nil {
			wrong = append(wrong, problem.Field{Field: number.field, Message: respond.Sentence(err)})
		}
	}
	if respond.Value(email) != "" {
		if _, err := address.Email(*email); err != nil {
			wrong = append(wrong, problem.Field{Field: "email", Message: respond.Sentence(err)})
		}
	}
	return wrong
}
