package api

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"github.com/nyaruka/phonenumbers/v2"

	"countersign/api/gen"
	"countersign/core/person"
	"countersign/core/problem"
	"countersign/store"
)

// companies answers for the MSP's client companies.
type companies struct{ Store *store.Store }

func (h companies) ListCompanies(ctx context.Context, request gen.ListCompaniesRequestObject) (gen.ListCompaniesResponseObject, error) {
	actor := ActorOf(ctx)
	asked := store.CompanyQuery{Words: value(request.Params.Query), Scope: actor.Scope(), Cursor: value(request.Params.Cursor), Limit: pageSize(request.Params.Limit)}
	var answer gen.ListCompanies200JSONResponse
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		items, next, err := tx.Companies(ctx, asked)
		if err != nil {
			return err
		}
		answer.NextCursor = present(next)
		answer.Items, err = companyAnswers(ctx, tx, items...)
		return err
	})
	return answer, err
}

func (h companies) CreateCompany(ctx context.Context, request gen.CreateCompanyRequestObject) (gen.CreateCompanyResponseObject, error) {
	actor := ActorOf(ctx)
	if actor.Limited {
		return nil, problem.New(problem.Forbidden, "You work for some companies only. Ask an Admin to add this one.")
	}
	name, wrong := readName("name", request.Body.Name)
	country, unknown := readCountry(request.Body.Country, standardCountry)
	if wrong = append(wrong, unknown...); len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	var answer gen.Company
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		company, err := tx.CreateCompany(ctx, name, country)
		if err != nil {
			return err
		}
		if answer, err = companyAnswer(ctx, tx, company); err != nil {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "company.created", SubjectKind: "company", SubjectID: company.ID.String(), CompanyID: &company.ID})
	})
	return gen.CreateCompany201JSONResponse(answer), nameTaken(err)
}

func (h companies) GetCompany(ctx context.Context, request gen.GetCompanyRequestObject) (gen.GetCompanyResponseObject, error) {
	var answer gen.Company
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		company, err := tx.Company(ctx, request.CompanyID)
		if err != nil {
			return err
		}
		answer, err = companyAnswer(ctx, tx, company)
		return err
	})
	return gen.GetCompany200JSONResponse(answer), err
}

func (h companies) UpdateCompany(ctx context.Context, request gen.UpdateCompanyRequestObject) (gen.UpdateCompanyResponseObject, error) {
	before := CompanyOf(ctx)
	patch := store.CompanyPatch{}
	var fields []string
	var wrong []problem.Field
	if request.Body.Name != nil {
		name, bad := readName("name", *request.Body.Name)
		wrong = append(wrong, bad...)
		if name != before.Name {
			patch.Name, fields = &name, append(fields, "name")
		}
	}
	country, bad := readCountry(request.Body.Country, before.Country)
	wrong = append(wrong, bad...)
	if country != before.Country {
		patch.Country, fields = &country, append(fields, "country")
	}
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	var answer gen.Company
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		company, err := tx.ChangeCompany(ctx, before.ID, patch)
		if err != nil {
			return err
		}
		if answer, err = companyAnswer(ctx, tx, company); err != nil || len(fields) == 0 {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "company.changed", SubjectKind: "company", SubjectID: company.ID.String(), CompanyID: &company.ID, Details: map[string]any{"fields": fields}})
	})
	return gen.UpdateCompany200JSONResponse(answer), nameTaken(err)
}

// standardCountry reads the numbers of a company that was added without a country.
const standardCountry = "US"

// readCountry takes a country that telephone numbers belong to.
func readCountry(asked *string, otherwise string) (string, []problem.Field) {
	if asked == nil {
		return otherwise, nil
	}
	if !phonenumbers.GetSupportedRegions()[*asked] {
		return "", []problem.Field{{Field: "country", Message: "Not a country with telephone numbers: use its two capital letters, like US or DE."}}
	}
	return *asked, nil
}

// readName takes the name of a company or a person: something that can be read and found.
func readName(field, typed string) (string, []problem.Field) {
	name := strings.Join(strings.Fields(typed), " ")
	switch {
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) && r != '\u200c' && r != '\u200d' }):
		return "", []problem.Field{{Field: field, Message: "The name holds invisible control characters: type it anew instead of pasting it."}}
	case person.SortName(name) == "":
		return "", []problem.Field{{Field: field, Message: "Give a name."}}
	}
	return name, nil
}

func nameTaken(err error) error {
	if errors.Is(err, store.ErrConflict) {
		p := problem.New(problem.Conflict, "There is a company of this name already.")
		p.Fields = []problem.Field{{Field: "name", Message: "There is a company of this name already."}}
		return p
	}
	return err
}

// companyAnswers says of companies what there is to say, with the PSAs that know them.
func companyAnswers(ctx context.Context, tx store.Tx, companies ...store.Company) ([]gen.Company, error) {
	answers, ids := make([]gen.Company, len(companies)), make([]uuid.UUID, len(companies))
	for i, c := range companies {
		ids[i] = c.ID
	}
	sources, err := tx.CompanySources(ctx, ids)
	for i, c := range companies {
		answers[i] = gen.Company{ID: c.ID, Name: c.Name, Country: c.Country, Contacts: c.Contacts, Sources: sourcesAnswer(sources[c.ID])}
	}
	return answers, err
}

func companyAnswer(ctx context.Context, tx store.Tx, company store.Company) (gen.Company, error) {
	answers, err := companyAnswers(ctx, tx, company)
	return answers[0], err
}
