package psasync

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/contactsearch"
	"countersign/core/directory"
	"countersign/core/list"
	"countersign/store"
	"countersign/store/db"
	peoplestore "countersign/store/people"
)

// fromPSA is the source of what a PSA said.
const fromPSA = "psa"

// RecordContacts implements directory.SyncStore.
func (ss SyncStore) RecordContacts(ctx context.Context, at directory.Sync, page directory.Page[directory.Contact], unnamed int, now time.Time) (directory.Sync, error) {
	return recordPage(ctx, ss, at, page, unnamed, now, upsertContacts, func(c directory.Contact) (string, time.Time) { return c.ID, c.UpdatedAt })
}

// incoming is a contact as the PSA describes it, with our company.
type incoming struct {
	directory.Contact
	company uuid.UUID
	digest  digest
	country string // of the company; "" for unknown
}

// upsertContacts writes the contacts that differ from what the PSA said last.
func upsertContacts(ctx context.Context, tx store.Tx, integration uuid.UUID, rows []directory.Contact, now time.Time) (did synced, err error) {
	by, err := actorOf(ctx, tx, integration)
	if err != nil {
		return synced{}, err
	}
	said, err := normalise(ctx, tx, by, rows, now)
	if err != nil {
		return synced{}, err
	}
	ids := list.Of(said, func(h incoming) string { return h.ID })
	links, err := db.New(tx).ContactLinks(ctx, db.ContactLinksParams{IntegrationID: integration, ExternalIds: ids})
	if err != nil {
		return synced{}, err
	}
	known := make(map[string]db.ContactLinksRow, len(links))
	for _, link := range links {
		known[link.ExternalID] = link
	}
	put := contactLinks{PutContactLinksParams: db.PutContactLinksParams{TenantID: tx.Tenant, IntegrationID: integration, At: now}}
	var fresh []incoming
	for _, h := range said {
		link, old := known[h.ID]
		switch {
		case !old:
			fresh = append(fresh, h)
		case link.GoneAt == nil && bytes.Equal(link.Digest, h.digest):
		default:
			flagged, revoked, err := updateContact(ctx, tx, by, link, h, now)
			if errors.Is(err, store.ErrNotFound) {
				continue // erased: the PSA does not bring them back
			}
			if err != nil {
				return synced{}, err
			}
			did.flagged, did.revoked = did.flagged+flagged, did.revoked+revoked
			put.add(h, link.ContactID)
		}
	}
	flagged, err := createContacts(ctx, tx, by, fresh, &put)
	if err != nil || len(put.ExternalIds) == 0 {
		return did, err
	}
	did.changed, did.flagged = len(put.ExternalIds), did.flagged+flagged
	if err := db.New(tx).PutContactLinks(ctx, put.PutContactLinksParams); err != nil {
		return synced{}, err
	}
	return did, refreshActivity(ctx, tx, put.judged, now)
}

// actorOf is a PSA as the one who changes what it says.
func actorOf(ctx context.Context, tx store.Tx, integration uuid.UUID) (store.Actor, error) {
	row, err := db.New(tx).GetIntegration(ctx, integration)
	return store.Actor{Kind: "integration", ID: integration, Name: store.Text(row.Name)}, err
}

// contactLinks collects links for one statement, and whose being active may have changed.
type contactLinks struct {
	db.PutContactLinksParams
	judged []uuid.UUID
}

func (l *contactLinks) add(h incoming, contact uuid.UUID) {
	l.link(h, contact)
	l.judged = append(l.judged, contact)
}

// addNew links a contact that was just created: it is active unless the PSA says otherwise.
func (l *contactLinks) addNew(h incoming, contact uuid.UUID) {
	if !h.Active {
		l.add(h, contact)
		return
	}
	l.link(h, contact)
}

func (l *contactLinks) link(h incoming, contact uuid.UUID) {
	l.ExternalIds, l.ContactIds = append(l.ExternalIds, h.ID), append(l.ContactIds, contact)
	l.Digests, l.Actives = append(l.Digests, h.digest), append(l.Actives, h.Active)
}

// normalise reads a page: each person once, at the company that is ours.
func normalise(ctx context.Context, tx store.Tx, by store.Actor, rows []directory.Contact, now time.Time) ([]incoming, error) {
	companies := list.Of(rows, func(c directory.Contact) string { return c.CompanyID })
	links, err := companyLinks(ctx, tx, by.ID, append(companies, withoutCompany))
	if err != nil {
		return nil, err
	}
	said, seen := make([]incoming, 0, len(rows)), make(map[string]bool, len(rows))
	for _, c := range rows {
		if seen[c.ID] {
			continue
		}
		seen[c.ID] = true
		link, known := links[c.CompanyID]
		if !known {
			if link, err = placeholderCompany(ctx, tx, by, links[withoutCompany], now); err != nil {
				return nil, err
			}
			links[withoutCompany] = link
		}
		c.Name = cmp.Or(c.Name, c.Email, "Contact "+c.ID)
		said = append(said, incoming{c, link.CompanyID, digestOf(tx, c, link.CompanyID), link.Country})
	}
	return said, nil
}

// placeholderCompany is the company of contacts without a known one at the PSA, created with the first of them.
func placeholderCompany(ctx context.Context, tx store.Tx, by store.Actor, held db.CompanyLinksRow, now time.Time) (db.CompanyLinksRow, error) {
	if held.CompanyID != uuid.Nil {
		return held, nil
	}
	name := "Without a company (" + by.Name + ")"
	id, err := newCompany(ctx, tx, directory.Company{ID: by.ID.String()[:8], Name: name})
	if err != nil {
		return db.CompanyLinksRow{}, err
	}
	put := db.PutCompanyLinksParams{
		TenantID: tx.Tenant, IntegrationID: by.ID, ExternalIds: []string{withoutCompany}, CompanyIds: []uuid.UUID{id}, Digests: [][]byte{{}}, Actives: []bool{true}, At: now,
	}
	return db.CompanyLinksRow{CompanyID: id, Name: name, Active: true}, db.New(tx).PutCompanyLinks(ctx, put)
}

// digest detects changes of a contact: eight bytes of a keyed hash for each field that the PSA has of it.
type digest []byte

const digestPart = 8

// The parts of a digest.
const (
	partCompany = iota
	partName
	partEmail
	partMobile
	partPhone
	partActive
)

func digestOf(tx store.Tx, c directory.Contact, company uuid.UUID) digest {
	var d digest
	for part, value := range []string{partCompany: company.String(), partName: c.Name, partEmail: c.Email, partMobile: c.Mobile, partPhone: c.Phone, partActive: strconv.FormatBool(c.Active)} {
		d = append(d, tx.Index("psa-contact-"+strconv.Itoa(part), value)[:digestPart]...)
	}
	return d
}

// differs reports whether a part is not what it was.
func (d digest) differs(was digest, part int) bool {
	from, to := part*digestPart, (part+1)*digestPart
	return len(was) < to || !bytes.Equal(d[from:to], was[from:to])
}

// updateContact writes only the fields that changed at the PSA: a correction made here stays until the PSA changes the field.
// ErrNotFound for an erased contact.
func updateContact(ctx context.Context, tx store.Tx, by store.Actor, link db.ContactLinksRow, h incoming, now time.Time) (flagged, revoked int, err error) {
	patch := peoplestore.ContactPatch{Source: fromPSA, By: by}
	if h.digest.differs(link.Digest, partName) {
		patch.Name = &h.Name
	}
	if h.digest.differs(link.Digest, partCompany) {
		patch.CompanyID = &h.company
	}
	for _, p := range []struct {
		part  int
		value *string
		field **string
	}{{partEmail, &h.Email, &patch.Email}, {partMobile, &h.Mobile, &patch.Mobile}, {partPhone, &h.Phone, &patch.Phone}} {
		if h.digest.differs(link.Digest, p.part) {
			*p.field = p.value
		}
	}
	before, err := db.New(tx).CountShields(ctx, db.CountShieldsParams{ContactID: link.ContactID, At: &now})
	if err != nil {
		return 0, 0, err
	}
	contact, changed, err := peoplestore.UpdateContact(ctx, tx, link.ContactID, patch)
	if err != nil || len(changed) == 0 {
		return 0, 0, err
	}
	after, err := db.New(tx).CountShields(ctx, db.CountShieldsParams{ContactID: link.ContactID, At: &now})
	if err != nil {
		return 0, 0, err
	}
	for _, p := range contact.ContactPoints {
		if p.BadReason != "" && slices.Contains(changed, string(p.Kind)) {
			flagged++
		}
	}
	revoked = int(before - after)
	return flagged, revoked, tx.Audit(ctx, store.AuditEntry{
		By: by, Action: "contact.synced", SubjectKind: "contact", SubjectID: contact.ID.String(), CompanyID: &contact.Company.ID,
		Details: map[string]any{"fields": changed, "shields_revoked": revoked},
	})
}

// createContacts creates unknown contacts, and links contacts that were typed or imported before with the same values as the PSA's.
func createContacts(ctx context.Context, tx store.Tx, by store.Actor, fresh []incoming, put *contactLinks) (flagged int, err error) {
	if len(fresh) == 0 {
		return 0, nil
	}
	typed, err := typedBefore(ctx, tx, fresh)
	if err != nil {
		return 0, err
	}
	var made []incoming
	var people []peoplestore.NewContact
	for _, h := range fresh {
		if contact, ok := typed.same(h); ok {
			put.add(h, contact)
			continue
		}
		made = append(made, h)
		people = append(people, peoplestore.NewContact{CompanyID: h.company, Name: h.Name, Email: h.Email, Mobile: h.Mobile, Phone: h.Phone, Source: fromPSA, By: by})
	}
	ids, err := peoplestore.ImportContacts(ctx, tx, people)
	if err != nil {
		return 0, err
	}
	for i, h := range made {
		put.addNew(h, ids[i])
	}
	bad, err := db.New(tx).CountBadPoints(ctx, ids)
	return int(bad), err
}

// typedPerson is a contact that is linked to no PSA yet.
type typedPerson struct {
	id, company uuid.UUID
	sortName    string
	points      map[string][]byte // index by kind
}

// typedPeople are those who may be some of a PSA's contacts, with what each of these is found by: the PSA's id, then the kind.
type typedPeople struct {
	people []typedPerson
	said   map[string]map[string][]byte
}

// typedBefore finds unlinked contacts that share a number or address with one of these. Numbers are read before they are compared: people and PSAs write one
// number in many ways.
func typedBefore(ctx context.Context, tx store.Tx, fresh []incoming) (typedPeople, error) {
	var indexes [][]byte
	said := map[string]map[string][]byte{}
	for _, h := range fresh {
		country, err := peoplestore.ReadingCountry(ctx, tx, peoplestore.Company{Country: h.country})
		if err != nil {
			return typedPeople{}, err
		}
		said[h.ID] = map[string][]byte{}
		for kind, value := range map[channel.ContactPointKind]string{channel.EmailAddress: h.Email, channel.Mobile: h.Mobile} {
			if value != "" {
				said[h.ID][string(kind)] = peoplestore.TypedPointIndex(tx, kind, value, country)
				indexes = append(indexes, said[h.ID][string(kind)])
			}
		}
	}
	rows, err := db.New(tx).UnlinkedPeopleByPoint(ctx, indexes)
	var found []typedPerson
	for _, row := range rows {
		at := slices.IndexFunc(found, func(p typedPerson) bool { return p.id == row.ID })
		if at < 0 {
			at = len(found)
			found = append(found, typedPerson{row.ID, row.CompanyID, row.SortName, map[string][]byte{}})
		}
		found[at].points[row.Kind] = row.ValueIndex
	}
	return typedPeople{found, said}, err
}

// same finds the one who is said alike: the company, the name, and each address and mobile number that the PSA has. Anything less is shown as a possible
// duplicate and left to people.
func (t typedPeople) same(h incoming) (uuid.UUID, bool) {
	said := t.said[h.ID]
	if len(said) == 0 {
		return uuid.Nil, false
	}
	for i, p := range t.people {
		fits := p.company == h.company && p.sortName == contactsearch.SortName(h.Name) && p.points != nil
		for kind, index := range said {
			fits = fits && bytes.Equal(p.points[kind], index)
		}
		if fits {
			t.people[i].points = nil // linked to one only
			return p.id, true
		}
	}
	return uuid.Nil, false
}

// refreshActivity makes people inactive, or active again, by what all PSAs that know them say.
func refreshActivity(ctx context.Context, tx store.Tx, contacts []uuid.UUID, now time.Time) error {
	if len(contacts) == 0 {
		return nil
	}
	changed, err := db.New(tx).JudgeActivity(ctx, db.JudgeActivityParams{Ids: contacts, At: now})
	if err != nil {
		return err
	}
	for _, c := range changed {
		if err := tx.Emit(ctx, store.Event{Kind: store.EventContact, Subject: c.ID, Contact: &c.ID, Company: &c.CompanyID}); err != nil {
			return err
		}
	}
	return nil
}
