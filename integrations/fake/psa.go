package fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"countersign/core/integration"
)

// PSA is a fake of a PSA: a Vendor that the sandbox's control API and the conformance suite can also fill, change and look into.
// Its own ids are decimal numbers or UUIDs, as the vendor's are.
type PSA interface {
	Vendor
	// Populate adds generated companies, contacts and tickets. The same population twice adds nothing the second time.
	Populate(Population) (Populated, error)
	// Change edits that many contacts, another choice each time: every third gets another mobile number, the others another name.
	// The PSA's own stamp of change moves with them. It returns their ids.
	Change(contacts int) ([]string, error)

	AddCompany(name string) (id string, err error)
	AddContact(p Person) (id string, err error)
	EditContact(id string, p Person) error
	DropContact(id string) error // as if deleted there
	// Written returns a ticket with all that was written into it; ok is false for one that never was or was removed for good.
	Written(ticketID string) (written Written, ok bool)
	// Deny takes a right from our member, or gives it back. Rights are core/integration's; one the vendor cannot take by itself is an error.
	Deny(right string, denied bool) error
	// Revoke makes the credentials of the sandbox wrong, or good again.
	Revoke(revoked bool)
}

// PSABase is what every fake of a PSA is built on: rights and credentials that can be taken away, stored entries, and populations.
type PSABase struct {
	*Base
	records   Records
	changes   int // contacts changed so far
	populated map[Population]Populated

	product string
	rights  []integration.Right
	access  sync.Mutex // over the two below, so that they can be asked for with or without the state's lock
	denied  map[integration.Right]bool
	revoked bool
}

// Records are the state of a vendor's fake as its base works on it. All are called with the lock held.
type Records struct {
	// Kinds put stored entries into the state, by their kind. Entries of other kinds are ignored.
	Kinds map[string]func(json.RawMessage) error
	// Companies, Contacts and Tickets are the tables that populations add to.
	Companies, Contacts, Tickets interface{ Count() int }
	// Fill adds a population to the state. until is when its last record was entered.
	Fill func(p Population, until time.Time) Populated

	// AddCompany, DropContact and Change do what PSA says of them.
	AddCompany  func(name string) (id string, err error)
	DropContact func(id string) error
	Change      func(contacts int) ([]string, error)
	// PutContact replaces the contact of an id; "" for a new one.
	PutContact func(id string, p Person) (contactID string, err error)
}

func (r Records) apply(kind string, value json.RawMessage) error {
	if put, ok := r.Kinds[kind]; ok {
		return put(value)
	}
	return nil
}

func (r Records) held() Population {
	return Population{Companies: r.Companies.Count(), Contacts: r.Contacts.Count(), Tickets: r.Tickets.Count()}
}

// ErrNoRecord is a company or a contact that is not there.
var ErrNoRecord = errors.New("there is no such company or contact")

// NewPSABase returns the base of one fake. product is how the vendor calls itself; rights are those that it can take by themselves.
func NewPSABase(name, product string, setup Setup, rights ...integration.Right) *PSABase {
	return &PSABase{Base: NewBase(name, setup), product: product, rights: rights, denied: map[integration.Right]bool{}, populated: map[Population]Populated{}}
}

// Kinds of entries that the base stores by itself.
const (
	populateKind = "populate"
	changedKind  = "changed"
)

// populating is a population as it is stored.
type populating struct {
	Population
	Until time.Time `json:"until"`
}

// Open reads the state back from the store. It is called once, before the first request.
func (b *PSABase) Open(records Records) error {
	b.records = records
	return b.Store.Replay(func(kind string, value json.RawMessage) error {
		switch kind {
		case populateKind:
			return Replay(b.fill)(value)
		case changedKind:
			// It only says whose turn comes next: one that cannot be read costs nothing.
			var count int
			_ = json.Unmarshal(value, &count)
			b.changes += count
			return nil
		}
		return records.apply(kind, value)
	})
}

// Replay reads an entry of a store and hands it on.
func Replay[Value any](put func(Value)) func(json.RawMessage) error {
	return func(raw json.RawMessage) error {
		var value Value
		if err := json.Unmarshal(raw, &value); err != nil {
			return err
		}
		put(value)
		return nil
	}
}

// Keep stores an entry and puts it into the state as a restart would, so that both always agree.
func (b *PSABase) Keep(kind string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if err := b.Append(kind, json.RawMessage(raw)); err != nil {
		return err
	}
	return b.records.apply(kind, raw)
}

// Populate implements PSA.
func (b *PSABase) Populate(p Population) (Populated, error) {
	b.Lock()
	defer b.Unlock()
	if known, ok := b.populated[p]; ok {
		return known, nil
	}
	if err := p.Check(b.records.held()); err != nil {
		return Populated{}, err
	}
	asked := populating{p, b.Now().UTC().Truncate(time.Second)}
	if err := b.Append(populateKind, asked); err != nil {
		return Populated{}, err
	}
	b.fill(asked)
	return b.populated[p], nil
}

// AddCompany implements PSA.
func (b *PSABase) AddCompany(name string) (string, error) {
	b.Lock()
	defer b.Unlock()
	return b.records.AddCompany(name)
}

// AddContact implements PSA.
func (b *PSABase) AddContact(p Person) (string, error) {
	b.Lock()
	defer b.Unlock()
	return b.records.PutContact("", p)
}

// EditContact implements PSA.
func (b *PSABase) EditContact(id string, p Person) error {
	if id == "" {
		return ErrNoRecord
	}
	b.Lock()
	defer b.Unlock()
	_, err := b.records.PutContact(id, p)
	return err
}

// DropContact implements PSA.
func (b *PSABase) DropContact(id string) error {
	b.Lock()
	defer b.Unlock()
	return b.records.DropContact(id)
}

// Change implements PSA.
func (b *PSABase) Change(contacts int) ([]string, error) {
	b.Lock()
	defer b.Unlock()
	return b.records.Change(contacts)
}

func (b *PSABase) fill(asked populating) {
	b.populated[asked.Population] = b.records.Fill(asked.Population, asked.Until)
}

// Deny implements PSA.
func (b *PSABase) Deny(right string, denied bool) error {
	if right == "" || !slices.Contains(b.rights, integration.Right(right)) {
		return fmt.Errorf("%s has no right %q of its own", b.product, right)
	}
	b.access.Lock()
	defer b.access.Unlock()
	b.denied[integration.Right(right)] = denied
	return nil
}

// Denied reports whether our member lacks one of the rights.
func (b *PSABase) Denied(rights ...integration.Right) bool {
	b.access.Lock()
	defer b.access.Unlock()
	return slices.ContainsFunc(rights, func(right integration.Right) bool { return b.denied[right] })
}

// Revoke implements PSA.
func (b *PSABase) Revoke(revoked bool) {
	b.access.Lock()
	defer b.access.Unlock()
	b.revoked = revoked
}

// Revoked reports whether the credentials are wrong at the moment.
func (b *PSABase) Revoked() bool {
	b.access.Lock()
	defer b.access.Unlock()
	return b.revoked
}
