package people

import (
	"context"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/store"
	"countersign/store/people"
)

// companyAnswers says of companies what there is to say, with the PSAs that know them.
func companyAnswers(ctx context.Context, tx store.Tx, companies ...people.Company) ([]gen.Company, error) {
	answers, ids := make([]gen.Company, len(companies)), make([]uuid.UUID, len(companies))
	for i, c := range companies {
		ids[i] = c.ID
	}
	sources, err := people.ListCompanySources(ctx, tx, ids)
	for i, c := range companies {
		answers[i] = gen.Company{ID: c.ID, Name: c.Name, Country: c.Country, Contacts: c.Contacts, Sources: sourcesAnswer(sources[c.ID])}
	}
	return answers, err
}

func companyAnswer(ctx context.Context, tx store.Tx, company people.Company) (gen.Company, error) {
	answers, err := companyAnswers(ctx, tx, company)
	return answers[0], err
}
