package psasync

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"countersign/core/contactsearch"
	"countersign/core/directory"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/people"
)

// withoutCompany is the external id of the company that stands for none: people whose PSA names no company of theirs are there.
const withoutCompany = ""

// RecordCompanies implements directory.SyncStore.
func (ss SyncStore) RecordCompanies(ctx context.Context, at directory.Sync, page directory.Page[directory.Company], unnamed int, now time.Time) (directory.Sync, error) {
	return ss.step(ctx, at, now, func(ctx context.Context, tx store.Tx) (directory.Sync, error) {
		after := at.AfterPage(directory.PageOf(page, func(c directory.Company) time.Time { return c.UpdatedAt }))
		refused, err := keep(ctx, tx, page.Rows, func(ctx context.Context, tx store.Tx, rows []directory.Company) error {
			changed, err := upsertCompanies(ctx, tx, at.Integration, rows, now)
			if err == nil {
				after.Changed += changed
			}
			return err
		})
		if err != nil {
			return directory.Sync{}, err
		}
		idOf := func(c directory.Company) string { return c.ID }
		return recordPage(ctx, tx, at, after.Skip(append(make([]string, unnamed), idsOf(refused, idOf)...)...), idsOf(page.Rows, idOf), now)
	})
}

// recordPage records the ids of a page of a complete list, and begins the next phase after the last page.
func recordPage(ctx context.Context, tx store.Tx, at, after directory.Sync, ids []string, now time.Time) (directory.Sync, error) {
	if after.Whole {
		noted := db.NoteSyncPageParams{TenantID: tx.Tenant, SyncID: at.ID, Phase: string(at.Phase), Page: int32(after.Pages), Ids: ids}
		if err := db.New(tx).NoteSyncPage(ctx, noted); err != nil {
			return directory.Sync{}, err
		}
	}
	if !after.ListDone() {
		return after, nil
	}
	row, err := db.New(tx).GetIntegration(ctx, at.Integration)
	if err != nil {
		return directory.Sync{}, err
	}
	read := db.MarkSyncedParams{ID: at.Integration, At: &now}
	switch at.Phase {
	case directory.ReadingCompanies:
		read.CompaniesSince = after.Cursor(now)
	case directory.ReadingContacts:
		read.ContactsSince = after.Cursor(now)
	}
	return after.NextPhase(row.ContactsSince), db.New(tx).MarkSynced(ctx, read)
}

// upsertCompanies writes what differs from what the PSA said last, and tells how many that were.
func upsertCompanies(ctx context.Context, tx store.Tx, integration uuid.UUID, rows []directory.Company, now time.Time) (changed int, err error) {
	by, err := actorOf(ctx, tx, integration)
	if err != nil {
		return 0, err
	}
	ids := make([]string, len(rows))
	for i, c := range rows {
		ids[i] = c.ID
	}
	links, err := companyLinks(ctx, tx, integration, ids)
	if err != nil {
		return 0, err
	}
	put := db.PutCompanyLinksParams{TenantID: tx.Tenant, IntegrationID: integration, At: now}
	add := func(c directory.Company, company uuid.UUID, digest []byte) {
		put.ExternalIds, put.CompanyIds = append(put.ExternalIds, c.ID), append(put.CompanyIds, company)
		put.Digests, put.Actives = append(put.Digests, digest), append(put.Actives, c.Active)
	}
	var fresh []directory.Company
	for _, c := range rows {
		link, known := links[c.ID]
		digest := companyDigest(tx, c)
		switch {
		case !known:
			fresh = append(fresh, c)
			links[c.ID] = db.CompanyLinksRow{} // listed twice on one page
		case link.CompanyID == uuid.Nil || link.GoneAt == nil && string(link.Digest) == string(digest):
			continue
		default:
			if digest.differs(link.Digest, companyPartName) {
				if err := renameCompany(ctx, tx, link, c); err != nil {
					return 0, err
				}
			}
			if digest.differs(link.Digest, companyPartCountry) {
				if err := moveCompany(ctx, tx, by, link.CompanyID, c.Country); err != nil {
					return 0, err
				}
			}
			add(c, link.CompanyID, digest)
		}
	}
	adopted, err := companiesByName(ctx, tx, integration, fresh)
	if err != nil {
		return 0, err
	}
	for _, c := range fresh {
		company, known := adopted[contactsearch.SortName(c.Name)]
		if known {
			delete(adopted, contactsearch.SortName(c.Name)) // a second one of the same name is another company
			if err := tellCountry(ctx, tx, by, company, c.Country); err != nil {
				return 0, err
			}
		} else if company, err = newCompany(ctx, tx, c); err != nil {
			return 0, err
		}
		add(c, company, companyDigest(tx, c))
	}
	if len(put.ExternalIds) == 0 {
		return 0, nil
	}
	return len(put.ExternalIds), db.New(tx).PutCompanyLinks(ctx, put)
}

// The parts of a company's digest.
const (
	companyPartName = iota
	companyPartCountry
	companyPartActive
)

// companyDigest is what a company is known by to be the same as before. A name that was mended here stays until the PSA's own changes.
func companyDigest(tx store.Tx, c directory.Company) (d digest) {
	for part, value := range []string{companyPartName: c.Name, companyPartCountry: c.Country, companyPartActive: strconv.FormatBool(c.Active)} {
		d = append(d, tx.Index("psa-company-"+strconv.Itoa(part), value)[:digestPart]...)
	}
	return d
}

func companyLinks(ctx context.Context, tx store.Tx, integration uuid.UUID, ids []string) (map[string]db.CompanyLinksRow, error) {
	rows, err := db.New(tx).CompanyLinks(ctx, db.CompanyLinksParams{IntegrationID: integration, ExternalIds: ids})
	links := make(map[string]db.CompanyLinksRow, len(rows))
	for _, row := range rows {
		links[row.ExternalID] = row
	}
	return links, err
}

// companiesByName finds companies of the same name, by hand or of another PSA, that this PSA has not claimed yet.
func companiesByName(ctx context.Context, tx store.Tx, integration uuid.UUID, fresh []directory.Company) (map[string]uuid.UUID, error) {
	if len(fresh) == 0 {
		return nil, nil
	}
	names := make([]string, len(fresh))
	for i, c := range fresh {
		names[i] = contactsearch.SortName(c.Name)
	}
	rows, err := db.New(tx).UnlinkedCompaniesByName(ctx, db.UnlinkedCompaniesByNameParams{SortNames: names, IntegrationID: integration})
	found := make(map[string]uuid.UUID, len(rows))
	for _, row := range rows {
		found[row.SortName] = row.ID
	}
	return found, err
}

// newCompany makes a company for one of the PSA's. Where another one has its name already, the PSA's id makes it another.
func newCompany(ctx context.Context, tx store.Tx, c directory.Company) (uuid.UUID, error) {
	name, err := freeName(ctx, tx, c, uuid.Nil)
	if err != nil {
		return uuid.Nil, err
	}
	made, err := people.CreateCompany(ctx, tx, name, c.Country)
	return made.ID, err
}

// moveCompany gives a company the country that the PSA says now. What the PSA does not tell changes nothing.
func moveCompany(ctx context.Context, tx store.Tx, by store.Actor, company uuid.UUID, country string) error {
	if country == "" {
		return nil
	}
	_, err := people.UpdateCompany(ctx, tx, company, people.CompanyPatch{Country: &country, By: by})
	return err
}

// tellCountry gives a company that was there before its country, unless it has one.
func tellCountry(ctx context.Context, tx store.Tx, by store.Actor, company uuid.UUID, country string) error {
	held, err := people.GetCompany(ctx, tx, company)
	if err != nil || held.Country != "" {
		return err
	}
	return moveCompany(ctx, tx, by, company, country)
}

// renameCompany gives a linked company the PSA's name.
func renameCompany(ctx context.Context, tx store.Tx, link db.CompanyLinksRow, c directory.Company) error {
	if link.Name == c.Name || c.Name == "" {
		return nil
	}
	name, err := freeName(ctx, tx, c, link.CompanyID)
	if err != nil || name == link.Name {
		return err
	}
	_, err = people.UpdateCompany(ctx, tx, link.CompanyID, people.CompanyPatch{Name: &name})
	return err
}

// freeName is a company's name as it can be kept: names are one company's each.
func freeName(ctx context.Context, tx store.Tx, c directory.Company, own uuid.UUID) (string, error) {
	name := cmp.Or(c.Name, "Company "+c.ID)
	taken, err := db.New(tx).CompanyNameTaken(ctx, db.CompanyNameTakenParams{SortName: contactsearch.SortName(name), Own: own})
	if err != nil || !taken {
		return name, err
	}
	return fmt.Sprintf("%s (%s)", name, c.ID), nil
}
