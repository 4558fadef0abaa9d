// Package people stores companies, contacts and contact points, and finds them.
package people

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"countersign/core/alert"
	"countersign/core/availability"
	"countersign/core/channel"
	"countersign/core/clock"
	"countersign/core/contactsearch"
	"countersign/core/list"
	"countersign/core/mask"
	"countersign/core/policy"
	"countersign/store"
	"countersign/store/db"
)

// ErrBeingVerified is the ErrConflict of a person whose open verification forbids to erase them.
var ErrBeingVerified = fmt.Errorf("%w: this person is being verified", store.ErrConflict)

// manual is the source of values that a user typed into a form.
const manual = "manual"

// erasedName stands where a person's name was.
const erasedName = "Erased person"

// Contact is a person at a client company. It is PII.
type Contact struct {
	ID               uuid.UUID
	Name             string
	Company          store.Ref
	Country          string         // of the company
	ContactPoints    []ContactPoint // on file, at most one a kind: mobile, phone, email
	Source           string         // manual | import | psa
	InactiveSince    *time.Time
	OpenVerification *uuid.UUID
	Denied           *Denial // stands until an Admin clears it; none of their shields counts until then
	sortName         string
}

// Denial is that a person, or the codes of their call, denied a caller.
type Denial struct {
	At                     time.Time
	Kind                   alert.Kind
	Alert                  uuid.UUID
	Verification           *uuid.UUID
	TechnicianVerification *uuid.UUID
	Technician             string // "" where nobody of the MSP was on the call
	Ticket                 string
}

// Value is what is on file of a kind, "" for nothing.
func (c Contact) Value(kind channel.ContactPointKind) string {
	for _, p := range c.ContactPoints {
		if p.Kind == kind {
			return p.Value
		}
	}
	return ""
}

// Reach is the contact as core/availability asks for it.
func (c Contact) Reach(p policy.Policy, now time.Time) availability.Person {
	points := list.Of(c.ContactPoints, func(point ContactPoint) availability.ContactPoint { return point.Reach(now) })
	return availability.Person{Company: c.Company.Name, Inactive: c.InactiveSince != nil, ContactPoints: points, Policy: p}
}

// NewContact says whom to add. Numbers and addresses are as typed.
type NewContact struct {
	CompanyID uuid.UUID
	Name      string
	Email     string
	Mobile    string
	Phone     string
	Source    string      // "manual" when empty
	By        store.Actor // who puts them on file
}

// points lists what was typed, by kind.
func (n NewContact) points() map[channel.ContactPointKind]string {
	return map[channel.ContactPointKind]string{channel.Mobile: n.Mobile, channel.Phone: n.Phone, channel.EmailAddress: n.Email}
}

// ContactPatch changes what is not nil; an empty number or address is removed.
type ContactPatch struct {
	Name      *string
	CompanyID *uuid.UUID
	Email     *string
	Mobile    *string
	Phone     *string

	Source string      // "manual" when empty
	By     store.Actor // who changes it
}

// kinds is the order in which a person's points are shown.
var kinds = []channel.ContactPointKind{channel.Mobile, channel.Phone, channel.EmailAddress}

// CreateContact adds a person; ErrNotFound when there is no such company.
func CreateContact(ctx context.Context, tx store.Tx, n NewContact) (Contact, error) {
	ids, err := ImportContacts(ctx, tx, []NewContact{n})
	if err != nil {
		return Contact{}, err
	}
	return GetContact(ctx, tx, ids[0])
}

// importBatch is how many people one statement takes.
const importBatch = 250

// ImportContacts adds many people and returns their ids in order; ErrNotFound when a company does not exist. (COPY is refused under row security.)
// While the database writes one batch the next is read and sealed: each takes about as long.
func ImportContacts(ctx context.Context, tx store.Tx, people []NewContact) ([]uuid.UUID, error) {
	companies, err := readCompaniesOf(ctx, tx, people)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ready := make(chan newPeople)
	go func() {
		defer close(ready)
		for batch := range slices.Chunk(people, importBatch) {
			select {
			case ready <- readPeople(tx, batch, companies):
			case <-ctx.Done():
				return
			}
		}
	}()
	ids := make([]uuid.UUID, 0, len(people))
	for rows := range ready {
		if err := rows.insert(ctx, tx); err != nil {
			return nil, err
		}
		ids = append(ids, rows.contacts.Ids...)
	}
	return ids, ctx.Err()
}

// readCompaniesOf reads where people are to work, each company with the country that its numbers are read as; ErrNotFound when one does not exist.
func readCompaniesOf(ctx context.Context, tx store.Tx, people []NewContact) (map[uuid.UUID]db.Company, error) {
	companies := map[uuid.UUID]db.Company{}
	for _, n := range people {
		companies[n.CompanyID] = db.Company{}
	}
	rows, err := db.New(tx).GetCompanies(ctx, slices.Collect(maps.Keys(companies)))
	if err == nil && len(rows) < len(companies) {
		err = store.ErrNotFound
	}
	for _, row := range rows {
		if err == nil {
			row.Country, err = readingCountry(ctx, tx, row.Country)
		}
		companies[row.ID] = row
	}
	return companies, err
}

// newPeople are the rows of people who are added together.
type newPeople struct {
	by       store.Actor // of all of them
	contacts db.InsertContactsParams
	points   pointRows
	terms    termRows
}

// readPeople understands and seals what was typed. It asks the database nothing.
func readPeople(tx store.Tx, people []NewContact, companies map[uuid.UUID]db.Company) newPeople {
	rows := newPeople{by: people[0].By, contacts: db.InsertContactsParams{TenantID: tx.Tenant}}
	for _, n := range people {
		company, id, sortName, source := companies[n.CompanyID], store.NewID(), contactsearch.SortName(n.Name), cmp.Or(n.Source, manual)
		c := &rows.contacts
		c.Ids, c.CompanyIds = append(c.Ids, id), append(c.CompanyIds, company.ID)
		c.Names, c.SortNames, c.Sources = append(c.Names, n.Name), append(c.SortNames, sortName), append(c.Sources, source)
		rows.terms.names(id, sortName, n.Name, company.Name)
		var read []reading
		typed := n.points()
		for _, kind := range kinds {
			if typed[kind] != "" {
				r := readContactPoint(kind, typed[kind], company.Country)
				rows.points.add(tx, id, r, origin{source, n.By}, uuid.Nil, false)
				read = append(read, r)
			}
		}
		addContactPointTerms(tx, &rows.terms, id, sortName, read)
	}
	return rows
}

func (r newPeople) insert(ctx context.Context, tx store.Tx) error {
	if err := db.New(tx).InsertContacts(ctx, r.contacts); err != nil {
		return err
	}
	if err := r.points.insert(ctx, tx); err != nil {
		return err
	}
	if err := arrive(ctx, tx, r.by, arrivals(r.contacts.Ids, r.contacts.SortNames, newHere), r.contacts.CompanyIds, nil); err != nil {
		return err
	}
	return r.terms.insert(ctx, tx)
}

// addContactPointTerms collects the terms of a person's points, each once: a mobile and a phone may end alike.
func addContactPointTerms(tx store.Tx, rows *termRows, contact uuid.UUID, sortName string, read []reading) {
	byKind := map[string][]string{}
	for _, r := range read {
		kind, terms := pointTerms(tx, r)
		byKind[kind] = append(byKind[kind], terms...)
	}
	for kind, terms := range byKind {
		slices.Sort(terms)
		rows.add(kind, contact, sortName, slices.Compact(terms))
	}
}

// ContactRow is a row of contacts.
type ContactRow = db.Contact

// LoadContact reads the row of a contact.
func LoadContact(ctx context.Context, tx store.Tx, id uuid.UUID) (ContactRow, error) {
	return db.New(tx).ResourceContact(ctx, id)
}

// GetContact reads one person; ErrNotFound for an erased one.
func GetContact(ctx context.Context, tx store.Tx, id uuid.UUID) (Contact, error) {
	return store.Only(readContacts(ctx, tx, []uuid.UUID{id}))
}

// readContacts reads people in the order of ids; those that do not exist are left out.
func readContacts(ctx context.Context, tx store.Tx, ids []uuid.UUID) ([]Contact, error) {
	rows, err := db.New(tx).GetContacts(ctx, ids)
	if err != nil {
		return nil, err
	}
	points, err := db.New(tx).GetPoints(ctx, ids)
	if err != nil {
		return nil, err
	}
	denials, err := db.New(tx).StandingDenials(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*Contact, len(rows))
	openPoint := make(map[uuid.UUID]uuid.UUID, len(rows))
	for _, row := range rows {
		byID[row.ID] = &Contact{
			ID: row.ID, Name: row.Name, Company: store.Ref{ID: row.CompanyID, Name: row.CompanyName}, Country: row.CompanyCountry,
			OpenVerification: row.OpenID, Source: row.Source, InactiveSince: row.InactiveSince, ContactPoints: []ContactPoint{}, sortName: row.SortName,
		}
		openPoint[row.ID] = row.OpenPoint
	}
	for _, row := range denials {
		if c := byID[row.ContactID]; c != nil {
			c.Denied = &Denial{
				At: row.At, Kind: alert.Kind(row.Kind), Alert: row.AlertID, Verification: row.VerificationID, TechnicianVerification: row.TechnicianVerificationID,
				Technician: row.Technician, Ticket: row.TicketID,
			}
		}
	}
	for _, row := range points {
		c := byID[row.ContactID]
		if c == nil {
			continue // erased between the two reads
		}
		p, err := decodeContactPoint(tx, row)
		if err != nil {
			return nil, err
		}
		p.Waiting = p.ID == openPoint[c.ID]
		c.ContactPoints = append(c.ContactPoints, p)
	}
	for _, c := range byID {
		slices.SortFunc(c.ContactPoints, func(a, b ContactPoint) int { return slices.Index(kinds, a.Kind) - slices.Index(kinds, b.Kind) })
	}
	return store.InOrder(ids, byID), nil
}

// UpdateContact changes a person. changed names the fields that differ. A changed number or address is a new point: the shield of the old one does not pass to it.
func UpdateContact(ctx context.Context, tx store.Tx, id uuid.UUID, patch ContactPatch) (contact Contact, changed []string, err error) {
	if _, err := db.New(tx).LockContact(ctx, id); err != nil {
		return Contact{}, nil, err
	}
	before, err := GetContact(ctx, tx, id)
	if err != nil {
		return Contact{}, nil, err
	}
	name, company := before.Name, before.Company.ID
	if patch.Name != nil && *patch.Name != name {
		name, changed = *patch.Name, append(changed, "name")
	}
	if patch.CompanyID != nil && *patch.CompanyID != company {
		company, changed = *patch.CompanyID, append(changed, "company")
	}
	target, err := db.New(tx).GetCompany(ctx, company)
	if err != nil {
		return Contact{}, nil, err
	}
	country, err := readingCountry(ctx, tx, target.Country)
	if err != nil {
		return Contact{}, nil, err
	}
	var points pointRows
	for _, change := range []struct {
		kind  channel.ContactPointKind
		typed *string
	}{{channel.Mobile, patch.Mobile}, {channel.Phone, patch.Phone}, {channel.EmailAddress, patch.Email}} {
		if change.typed == nil && company != before.Company.ID {
			if change.typed, err = typedNow(tx, before, change.kind); err != nil { // at a company of another country it may be another number
				return Contact{}, nil, err
			}
		}
		did, err := changeContactPoint(ctx, tx, &points, before, change.kind, change.typed, country, origin{cmp.Or(patch.Source, manual), patch.By})
		if err != nil {
			return Contact{}, nil, err
		}
		if did {
			changed = append(changed, string(change.kind))
		}
	}
	if len(changed) == 0 {
		return before, nil, nil
	}
	if err := points.insert(ctx, tx); err != nil {
		return Contact{}, nil, err
	}
	if err := db.New(tx).UpdateContact(ctx, db.UpdateContactParams{ID: id, Name: name, SortName: contactsearch.SortName(name), CompanyID: company}); err != nil {
		return Contact{}, nil, err
	}
	if because := otherNow(before, name, company); because != newHere {
		moved := arrivals([]uuid.UUID{id}, []string{contactsearch.SortName(name)}, because)
		if err := arrive(ctx, tx, patch.By, moved, []uuid.UUID{company}, &before.Company.ID); err != nil {
			return Contact{}, nil, err
		}
	}
	contact, err = GetContact(ctx, tx, id)
	if err != nil {
		return Contact{}, nil, err
	}
	if err := renewTerms(ctx, tx, contact); err != nil {
		return Contact{}, nil, err
	}
	return contact, changed, tx.Emit(ctx, store.Event{Kind: store.EventContact, Subject: id, Contact: &id, Company: &company})
}

// typedNow is what is on file of a kind as it was typed, where a country decides what it means; nil where none does.
func typedNow(tx store.Tx, c Contact, kind channel.ContactPointKind) (*string, error) {
	for _, p := range c.ContactPoints {
		if p.Kind == kind {
			typed, err := typedOf(tx, p)
			return store.Nullable(typed), err
		}
	}
	return nil, nil
}

// changeContactPoint takes the point of a kind off file and puts the typed one there instead; false when it is the same already.
func changeContactPoint(ctx context.Context, tx store.Tx, points *pointRows, before Contact, kind channel.ContactPointKind, typed *string, country string, from origin) (bool, error) {
	if typed == nil {
		return false, nil
	}
	read := readContactPoint(kind, *typed, country)
	if read.value == before.Value(kind) {
		return false, nil
	}
	previous, err := db.New(tx).ReplacePoint(ctx, db.ReplacePointParams{ContactID: before.ID, Kind: string(kind)})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	if read.value != "" {
		points.add(tx, before.ID, read, from, previous, true)
	}
	return true, nil
}

// renewTerms makes a person found by what is on file now.
func renewTerms(ctx context.Context, tx store.Tx, c Contact) error {
	if err := db.New(tx).DeleteTerms(ctx, []uuid.UUID{c.ID}); err != nil {
		return err
	}
	var terms termRows
	addTermsOf(tx, &terms, c)
	return terms.insert(ctx, tx)
}

// addTermsOf collects what a person on file is found by.
func addTermsOf(tx store.Tx, terms *termRows, c Contact) {
	terms.names(c.ID, c.sortName, c.Name, c.Company.Name)
	read := make([]reading, len(c.ContactPoints))
	for i, p := range c.ContactPoints {
		read[i] = reading{kind: p.Kind, value: p.Value, badReason: p.BadReason}
	}
	addContactPointTerms(tx, terms, c.ID, c.sortName, read)
}

// EraseContact removes everything that tells who a person is. What was verified, when and how stays, and evidence stays valid: it holds a keyed hash only.
// ErrBeingVerified while a verification is open.
func EraseContact(ctx context.Context, tx store.Tx, id uuid.UUID) error {
	row, err := db.New(tx).LockContact(ctx, id)
	if err != nil {
		return err
	}
	open, err := db.New(tx).HasOpenVerification(ctx, id)
	if err != nil {
		return err
	}
	asked, err := db.New(tx).HasOpenTechnicianVerification(ctx, &id)
	if err != nil {
		return err
	}
	if open || asked {
		return ErrBeingVerified
	}
	if err := eraseWritten(ctx, tx, id, clock.Now()); err != nil {
		return err
	}
	err = errors.Join(
		db.New(tx).EraseContactRow(ctx, db.EraseContactRowParams{
			ID: id, Name: erasedName, SortName: contactsearch.SortName(erasedName), ErasedName: nameHash(tx, row.SortName), At: new(clock.Now()),
		}),
		db.New(tx).ErasePoints(ctx, db.ErasePointsParams{ContactID: id, Masked: mask.Hidden}),
		db.New(tx).DeleteTerms(ctx, []uuid.UUID{id}),
		db.New(tx).EraseLinksOf(ctx, id),
		db.New(tx).EraseDenialsOf(ctx, id),
		db.New(tx).EraseVerificationsOf(ctx, id),
		db.New(tx).EraseSendsOf(ctx, db.EraseSendsOfParams{ContactID: id, Masked: mask.Hidden}),
	)
	if err != nil {
		return err
	}
	return tx.Emit(ctx, store.Event{Kind: store.EventContact, Subject: id, Contact: &id, Company: &row.CompanyID})
}
