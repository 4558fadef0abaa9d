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
	"countersign/core/list"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/people"
)

// withoutCompany is the external id of the company that stands for none: people whose PSA names no company of theirs are there.
const withoutCompany = ""

// RecordCompanies implements directory.SyncStore.
func (ss SyncStore) RecordCompanies(ctx context.Context, at directory.Sync, page directory.Page[directory.Company], unnamed int, now time.Time) (directory.Sync, error) {
	return recordPage(ctx, ss, at, page, unnamed, now, upsertCompanies, func(c directory.Company) (string, time.Time) { return c.ID, c.UpdatedAt })
}

// recordPage writes the rows of a page, and how far the sync has come with them. Rows that cannot be kept are skipped, like the unnamed ones. place is the id of a
// row at the PSA and when the row changed there.
func recordPage[Row any](
	ctx context.Context, ss SyncStore, at directory.Sync, page directory.Page[Row], unnamed int, now time.Time,
	upsert func(ctx context.Context, tx store.Tx, integration uuid.UUID, rows []Row, now time.Time) (synced, error), place func(Row) (string, time.Time),
) (directory.Sync, error) {
	return ss.step(ctx, at, now, func(ctx context.Context, tx store.Tx) (directory.Sync, error) {
		after := at.AfterPage(directory.PageOf(page, func(row Row) time.Time { _, updated := place(row); return updated }))
		refused, err := keep(ctx, tx, page.Rows, func(ctx context.Context, tx store.Tx, rows []Row) error {
			did, err := upsert(ctx, tx, at.Integration, rows, now)
			if err == nil {
				after.Changed, after.Flagged, after.Revoked = after.Changed+did.changed, after.Flagged+did.flagged, after.Revoked+did.revoked
			}
			return err
		})
		if err != nil {
			return directory.Sync{}, err
		}
		idOf := func(row Row) string { id, _ := place(row); return id }
		return endPage(ctx, tx, at, after.Skip(append(make([]string, unnamed), list.Of(refused, idOf)...)...), list.Of(page.Rows, idOf), now)
	})
}

// synced counts what writing a page did.
type synced struct{ changed, flagged, revoked int }

// endPage records the ids of a page of a complete list, and begins the next phase after the last page.
func endPage(ctx context.Context, tx store.Tx, at, after directory.Sync, ids []string, now time.Time) (directory.Sync, error) {
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
func upsertCompanies(ctx context.Context, tx store.Tx, integration uuid.UUID, rows []directory.Company, now time.Time) (did synced, err error) {
	by, err := actorOf(ctx, tx, integration)
	if err != nil {
		return did, err
	}
	links, err := companyLinks(ctx, tx, integration, list.Of(rows, func(c directory.Company) string { return c.ID }))
	if err != nil {
		return did, err
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
					return did, err
				}
			}
			if digest.differs(link.Digest, companyPartCountry) {
				if err := moveCompany(ctx, tx, by, link.CompanyID, c.Country); err != nil {
					return did, err
				}
			}
			add(c, link.CompanyID, digest)
		}
	}
	adopted, err := companiesByName(ctx, tx, integration, fresh)
	if err != nil {
		return did, err
	}
	for _, c := range fresh {
		company, known := adopted[contactsearch.SortName(c.Name)]
		if known {
			delete(adopted, contactsearch.SortName(c.Name)) // a second one of the same name is another company
			if err := tellCountry(ctx, tx, by, company, c.Country); err != nil {
				return did, err
			}
		} else if company, err = newCompany(ctx, tx, c); err != nil {
			return did, err
		}
		add(c, company, companyDigest(tx, c))
	}
	if did.changed = len(put.ExternalIds); did.changed == 0 {
		return did, nil
	}
	return did, db.New(tx).PutCompanyLinks(ctx, put)
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
	names := list.Of(fresh, func(c directory.Company) string { return contactsearch.SortName(c.Name) })
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
