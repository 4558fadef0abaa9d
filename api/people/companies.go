package people

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/people"
)

// Companies answers for the MSP's client companies.
type Companies struct{ Store *store.Store }

func (h Companies) ListCompanies(ctx context.Context, request gen.ListCompaniesRequestObject) (gen.ListCompaniesResponseObject, error) {
	actor := gate.ActorOf(ctx)
	asked := people.CompanyQuery{Words: respond.Value(request.Params.Query), Scope: actor.Scope(), Cursor: respond.Value(request.Params.Cursor), Limit: respond.PageSize(request.Params.Limit)}
	return store.InTenant(ctx, h.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (answer gen.ListCompanies200JSONResponse, err error) {
		page, err := people.ListCompanies(ctx, tx, asked)
		if err != nil {
			return answer, err
		}
		answer.NextCursor = respond.Present(page.Next)
		answer.Items, err = companyAnswers(ctx, tx, page.Items...)
		return answer, err
	})
}

func (h Companies) CreateCompany(ctx context.Context, request gen.CreateCompanyRequestObject) (gen.CreateCompanyResponseObject, error) {
	if gate.ActorOf(ctx).Limited {
		return nil, problem.New(problem.Forbidden, "You work for some companies only. Ask an Admin to add this one.")
	}
	name, wrong := respond.ReadName("name", request.Body.Name)
	country, unknown := readCountry(request.Body.Country, "")
	if wrong = append(wrong, unknown...); len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	answer, err := gate.Make(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.Company, err error) {
		company, err := people.CreateCompany(ctx, tx, name, country)
		if err != nil {
			return answer, err
		}
		if answer, err = companyAnswer(ctx, tx, company); err != nil {
			return answer, err
		}
		return answer, gate.Audit(ctx, tx, store.AuditEntry{Action: "company.created", SubjectKind: "company", SubjectID: company.ID.String(), CompanyID: &company.ID})
	})
	return gen.CreateCompany201JSONResponse(answer), nameTaken(err)
}

func (h Companies) GetCompany(ctx context.Context, request gen.GetCompanyRequestObject) (gen.GetCompanyResponseObject, error) {
	answer, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.Company, err error) {
		company, err := people.GetCompany(ctx, tx, request.CompanyID)
		if err != nil {
			return answer, err
		}
		return companyAnswer(ctx, tx, company)
	})
	return gen.GetCompany200JSONResponse(answer), err
}

func (h Companies) UpdateCompany(ctx context.Context, request gen.UpdateCompanyRequestObject) (gen.UpdateCompanyResponseObject, error) {
	before := gate.Row[people.CompanyRow](ctx)
	patch := people.CompanyPatch{}
	var fields []string
	var wrong []problem.Field
	if request.Body.Name != nil {
		name, bad := respond.ReadName("name", *request.Body.Name)
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
	answer, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.Company, err error) {
		patch.By = gate.ActorOf(ctx).Stored()
		company, err := people.UpdateCompany(ctx, tx, before.ID, patch)
		if err != nil {
			return answer, err
		}
		if answer, err = companyAnswer(ctx, tx, company); err != nil || len(fields) == 0 {
			return answer, err
		}
		return answer, gate.Audit(ctx, tx, store.AuditEntry{Action: "company.changed", SubjectKind: "company", SubjectID: company.ID.String(), CompanyID: &company.ID, Details: map[string]any{"fields": fields}})
	})
	return gen.UpdateCompany200JSONResponse(answer), nameTaken(err)
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
func companyAnswers(ctx context.Context, tx store.Tx, companies ...people.Company) ([]gen.Company, error) {
	sources, err := people.ListCompanySources(ctx, tx, list.Of(companies, func(c people.Company) uuid.UUID { return c.ID }))
	return list.Of(companies, func(c people.Company) gen.Company {
		return gen.Company{ID: c.ID, Name: c.Name, Country: c.Country, Contacts: c.Contacts, Sources: sourcesAnswer(sources[c.ID])}
	}), err
}

func companyAnswer(ctx context.Context, tx store.Tx, company people.Company) (gen.Company, error) {
	answers, err := companyAnswers(ctx, tx, company)
	return answers[0], err
}
