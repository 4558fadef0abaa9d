package worker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/people"
	"countersign/store/psasync"
	"countersign/store/storetest"
)

// memoryDirectory is a PSA in memory: companies, people and failures.
type memoryDirectory struct {
	ticket.System
	mu        sync.Mutex
	companies []directory.Company
	people    []directory.Contact
	size      int
	whole     bool
	fetched   int
	clock     time.Time         // the PSA's own
	tells     bool              // its clock, with every page
	unread    error             // of a read of one contact
	ignores   bool              // the time since which people are asked for, without saying so
	wrong     func(n int) error // asked before the nth fetch
	twist     func(page directory.Page[directory.Contact]) directory.Page[directory.Contact]
}

func (d *memoryDirectory) tick() time.Time {
	d.clock = d.clock.Add(time.Second)
	return d.clock
}

func (d *memoryDirectory) told() time.Time {
	if d.tells {
		return d.clock
	}
	return time.Time{}
}

func newDirectory(companies, people int) *memoryDirectory {
	d := &memoryDirectory{size: 100, clock: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	for i := range companies {
		d.companies = append(d.companies, directory.Company{ID: strconv.Itoa(i + 1), Name: fmt.Sprintf("Client %d", i+1), Active: true, UpdatedAt: d.tick()})
	}
	for i := range people {
		d.clock = d.clock.Add(time.Minute)
		d.people = append(d.people, directory.Contact{
			ID: strconv.Itoa(i + 1), CompanyID: strconv.Itoa(i%max(companies, 1) + 1), Name: fmt.Sprintf("Person %d", i+1), Email: fmt.Sprintf("person%d@client.example", i+1),
			Mobile: fmt.Sprintf("+1415%07d", 2000000+i), Active: true, UpdatedAt: d.tick(),
		})
	}
	return d
}

func (d *memoryDirectory) fetch() error {
	d.fetched++
	if d.wrong != nil {
		return d.wrong(d.fetched)
	}
	return nil
}

func (d *memoryDirectory) Companies(_ context.Context, from directory.Position) (directory.Page[directory.Company], error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.fetch(); err != nil {
		return directory.Page[directory.Company]{}, err
	}
	var rows []directory.Company
	for _, c := range d.companies {
		if !c.UpdatedAt.Before(from.Since) {
			rows = append(rows, c)
		}
	}
	return directory.Page[directory.Company]{Rows: rows, AsOf: d.told()}, nil
}

func (d *memoryDirectory) Contacts(_ context.Context, from directory.Position) (directory.Page[directory.Contact], error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.fetch(); err != nil {
		return directory.Page[directory.Contact]{}, err
	}
	var rows []directory.Contact
	for _, c := range d.people {
		if d.whole || d.ignores || !c.UpdatedAt.Before(from.Since) {
			rows = append(rows, c)
		}
	}
	at, _ := strconv.Atoi(from.Next)
	page := directory.Page[directory.Contact]{Rows: rows[min(at, len(rows)):min(at+d.size, len(rows))], Whole: d.whole, AsOf: d.told()}
	if at+d.size < len(rows) {
		page.Next = strconv.Itoa(at + d.size)
	}
	if d.twist != nil {
		page = d.twist(page)
	}
	return page, nil
}

// edit changes a person at the PSA.
func (d *memoryDirectory) edit(i int, change func(*directory.Contact)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(&d.people[i])
	d.people[i].UpdatedAt = d.tick()
}

// editCompany changes a company at the PSA.
func (d *memoryDirectory) editCompany(i int, change func(*directory.Company)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(&d.companies[i])
	d.companies[i].UpdatedAt = d.tick()
}

type oneDesk struct{ system ticket.System }

func (o oneDesk) Open(context.Context, uuid.UUID, uuid.UUID) (integration.System, error) {
	return o.system, nil
}

// reading is an MSP whose PSA is a memoryDirectory.
type reading struct {
	t             *testing.T
	store         *store.Store
	tenant        uuid.UUID
	integrationID uuid.UUID
	directory     *memoryDirectory
	now           time.Time
}

func read(t *testing.T, d *memoryDirectory) *reading {
	t.Helper()
	s := storetest.New(t)
	tenant, integrationID := msp(t, s, "https://psa.example", connectWise())
	return &reading{t: t, store: s, tenant: tenant, integrationID: integrationID, directory: d, now: time.Now()}
}

// attempt is one activity of one worker.
func (r *reading) attempt(id uuid.UUID) (more bool, err error) {
	syncs := &activities.Syncs{Store: psasync.SyncStore{Store: r.store}, Systems: oneDesk{r.directory}, Now: func() time.Time { return r.now }}
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(syncs)
	value, err := env.ExecuteActivity(syncs.ReadPages, r.tenant, id)
	if err != nil {
		return false, err
	}
	return more, value.Get(&more)
}

func (r *reading) begin() uuid.UUID {
	r.t.Helper()
	syncs := &activities.Syncs{Store: psasync.SyncStore{Store: r.store}, Systems: oneDesk{r.directory}, Now: func() time.Time { return r.now }}
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(syncs)
	value, err := env.ExecuteActivity(syncs.BeginSync, r.tenant, r.integrationID)
	require.NoError(r.t, err)
	var id uuid.UUID
	require.NoError(r.t, value.Get(&id))
	return id
}

func (r *reading) sync(id uuid.UUID) directory.Sync {
	r.t.Helper()
	s, err := psasync.SyncStore{Store: r.store}.Sync(r.t.Context(), r.tenant, id)
	require.NoError(r.t, err)
	return s
}

// run syncs until it is over, as Temporal would, and returns what came of it.
func (r *reading) run() directory.Sync {
	r.t.Helper()
	r.now = r.now.Add(time.Minute)
	id := r.begin()
	for range 1000 {
		more, err := r.attempt(id)
		if err == nil && !more {
			return r.sync(id)
		}
		if failure, is := errors.AsType[*temporal.ApplicationError](err); is && failure.NonRetryable() {
			return r.sync(id)
		}
	}
	require.Fail(r.t, "the sync does not end")
	return directory.Sync{}
}

func (r *reading) in(f func(ctx context.Context, tx store.Tx)) {
	r.t.Helper()
	require.NoError(r.t, r.store.InTenant(r.t.Context(), r.tenant, func(ctx context.Context, tx store.Tx) error { f(ctx, tx); return nil }))
}

func (r *reading) count(sql string) (n int) {
	r.t.Helper()
	r.in(func(ctx context.Context, tx store.Tx) { require.NoError(r.t, tx.QueryRow(ctx, sql).Scan(&n)) })
	return n
}

// person finds a person by mail address.
func (r *reading) person(i int) (c people.Contact) {
	r.t.Helper()
	r.in(func(ctx context.Context, tx store.Tx) {
		page, err := people.ListContacts(ctx, tx, people.ContactQuery{Email: fmt.Sprintf("person%d@client.example", i)})
		require.NoError(r.t, err)
		require.Len(r.t, page.Items, 1)
		c = page.Items[0]
	})
	return c
}

func TestASyncWritesWhatChangedAndNothingElse(t *testing.T) {
	t.Parallel()
	r := read(t, newDirectory(7, 950))
	first := r.run()
	require.Equal(t, directory.Completed, first.Status)
	require.Equal(t, directory.Full, first.Mode)
	require.Equal(t, []int{950, 7, 957, 11}, []int{first.Contacts, first.Companies, first.Changed, first.Pages})
	require.Equal(t, 950, r.count(`SELECT count(*) FROM contacts`))
	written := r.count(`SELECT sum(('x' || substr(md5(xmin::text || ctid::text), 1, 8))::bit(32)::bigint) FROM contacts`)

	second := r.run()
	require.Equal(t, directory.Incremental, second.Mode)
	require.Zero(t, second.Changed)
	require.LessOrEqual(t, second.Requests, 2)
	require.Equal(t, written, r.count(`SELECT sum(('x' || substr(md5(xmin::text || ctid::text), 1, 8))::bit(32)::bigint) FROM contacts`), "not one row was written again")

	for i := range 10 {
		r.directory.edit(i*90, func(c *directory.Contact) { c.Name += " Jr" })
	}
	third := r.run()
	require.Equal(t, 10, third.Changed)
	require.LessOrEqual(t, third.Requests, 3)
	require.Equal(t, "Person 1 Jr", r.person(1).Name)
	require.Equal(t, 950, r.count(`SELECT count(*) FROM contacts`))

	r.now = r.now.AddDate(0, 0, 8)
	again := r.run()
	require.Equal(t, directory.Reconciliation, again.Mode)
	require.Equal(t, 950, again.Contacts)
	require.Zero(t, again.Changed)
	require.Zero(t, r.count(`SELECT count(*) FROM sync_pages`), "the ids of a whole list are kept while it is read only")
}

func TestAKilledSyncRepeatsOnePageAKillAtMost(t *testing.T) {
	t.Parallel()
	d := newDirectory(3, 3000)
	kills := 0
	died := errors.New("the worker died")
	d.wrong = func(n int) error {
		if kills < 20 && n%2 == 0 {
			kills++
			return died // between the fetch and the commit: for the PSA it was a fetch
		}
		return nil
	}
	r := read(t, d)
	s := r.run()
	require.Equal(t, directory.Completed, s.Status)
	require.Equal(t, 20, kills)
	require.LessOrEqual(t, d.fetched, 31+kills)
	require.Equal(t, 3000, r.count(`SELECT count(*) FROM contacts`))
	require.Equal(t, 3000, r.count(`SELECT count(DISTINCT external_id) FROM contact_links`))
}

func TestASyncWaitsForItsPSAAndSaysWhy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"throttled":    {&provider.Error{Kind: provider.Throttled, RetryAfter: time.Second}, "slow down"},
		"out of order": {&provider.Error{Kind: provider.Unavailable, Code: "http_503"}, "does not answer"},
		"truncated":    {&provider.Error{Kind: provider.Unavailable, Code: "unreadable_answer"}, "does not answer"},
		"revoked":      {&provider.Error{Kind: provider.Unauthorized}, "credentials"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDirectory(2, 350)
			away := true
			d.wrong = func(n int) error {
				if away && n >= 3 {
					return c.err
				}
				return nil
			}
			r := read(t, d)
			id := r.begin()
			_, err := r.attempt(id)
			require.Error(t, err)
			held := r.sync(id)
			require.Equal(t, directory.Paused, held.Status)
			require.Contains(t, held.Error, c.says)
			require.Equal(t, 100, held.Contacts, "what was read is kept")
			away = false
			require.Equal(t, directory.Completed, r.run().Status)
			require.Equal(t, 350, r.count(`SELECT count(*) FROM contacts`))
			require.Empty(t, r.sync(id).Error)
		})
	}
}

func TestARefusedSyncEndsAndNamesTheRight(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 10)
	d.wrong = func(int) error {
		return &integration.Denied{Right: integration.ReadCompanies, Cause: &provider.Error{Kind: provider.Refused, Code: "http_403"}}
	}
	r := read(t, d)
	s := r.run()
	require.Equal(t, directory.Failed, s.Status)
	require.Contains(t, s.Error, "read companies")
}

func TestAListThatRepeatsItselfIsNotReadForEver(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 500)
	stuck := true
	d.twist = func(page directory.Page[directory.Contact]) directory.Page[directory.Contact] {
		if stuck && page.Next == "300" {
			page.Rows = d.people[100:200] // the page before once more
			page.Rows = slices.Clone(page.Rows)
		}
		return page
	}
	r := read(t, d)
	id := r.begin()
	_, err := r.attempt(id)
	require.Error(t, err)
	require.Equal(t, directory.Paused, r.sync(id).Status)
	stuck = false
	require.Equal(t, directory.Completed, r.run().Status)
	require.Equal(t, 500, r.count(`SELECT count(*) FROM contacts`))
}

func TestWhoIsGoneAtThePSAIsMarkedAndComesBack(t *testing.T) {
	t.Parallel()
	d := newDirectory(2, 150)
	r := read(t, d)
	r.run()
	gone := d.people[4]
	d.people = slices.Delete(d.people, 4, 5)
	d.edit(9, func(c *directory.Contact) { c.Active = false })
	require.Nil(t, r.person(5).InactiveSince)
	r.now = r.now.AddDate(0, 0, 8)
	require.Equal(t, directory.Reconciliation, r.run().Mode)
	require.NotNil(t, r.person(5).InactiveSince, "deleted there")
	require.NotNil(t, r.person(11).InactiveSince, "inactive there")
	gone.UpdatedAt = d.tick()
	d.people = append(d.people, gone)
	r.run()
	require.Nil(t, r.person(5).InactiveSince)
	require.Equal(t, 150, r.count(`SELECT count(*) FROM contacts`), "as the one they were")

	d.people = d.people[:20]
	r.now = r.now.AddDate(0, 0, 8)
	s := r.run()
	require.Contains(t, s.Error, "Nobody was marked as gone")
	require.Nil(t, r.person(100).InactiveSince, "a right that was taken from us is no clearing-out")
}

func TestAListThatCannotBeFilteredIsReadWholeEachTime(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 120)
	d.whole = true
	for i := range d.people {
		d.people[i].UpdatedAt = time.Time{}
	}
	r := read(t, d)
	r.run()
	d.people = slices.Delete(d.people, 0, 1)
	s := r.run()
	require.Equal(t, directory.Incremental, s.Mode)
	require.Equal(t, 119, s.Contacts)
	require.Equal(t, 1, s.Changed)
	require.NotNil(t, r.person(1).InactiveSince)
}

func TestWhatSomebodyMendedStaysUntilThePSAChangesIt(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 5)
	d.people[0].Mobile = "not a number"
	r := read(t, d)
	s := r.run()
	require.Equal(t, 1, s.Flagged)
	ana := r.person(1)
	r.in(func(ctx context.Context, tx store.Tx) {
		_, _, err := people.UpdateContact(ctx, tx, ana.ID, people.ContactPatch{Mobile: new("+14155550134"), By: store.Actor{Kind: "user", ID: uuid.New(), Name: "Sam"}})
		require.NoError(t, err)
	})
	d.edit(0, func(c *directory.Contact) { c.Name = "Ana Torres" })
	r.run()
	require.Equal(t, "+14155550134", r.person(1).Value(channel.Mobile), "the PSA spoke of a name")
	d.edit(0, func(c *directory.Contact) { c.Mobile = "+14155550177" })
	r.run()
	require.Equal(t, "+14155550177", r.person(1).Value(channel.Mobile))
}

func TestACompanysNameThatWasMendedStaysUntilThePSAChangesIt(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 1)
	r := read(t, d)
	r.run()
	r.in(func(ctx context.Context, tx store.Tx) {
		_, err := people.UpdateCompany(ctx, tx, r.person(1).Company.ID, people.CompanyPatch{Name: new("Northwind Dental")})
		require.NoError(t, err)
	})
	d.editCompany(0, func(c *directory.Company) { c.Country = "DE" })
	r.run()
	require.Equal(t, "Northwind Dental", r.person(1).Company.Name, "the PSA spoke of a country")
	d.editCompany(0, func(c *directory.Company) { c.Name = "Northwind" })
	r.run()
	require.Equal(t, "Northwind", r.person(1).Company.Name)
}

func TestWhoWasTypedInThePSAsWordsIsNotMadeTwiceAndAlikeOnesAreShown(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 3)
	r := read(t, d)
	r.in(func(ctx context.Context, tx store.Tx) {
		company, err := people.CreateCompany(ctx, tx, "Client 1", "US")
		require.NoError(t, err)
		_, err = people.ImportContacts(ctx, tx, []people.NewContact{
			{CompanyID: company.ID, Name: "Person 1", Email: "person1@client.example", Mobile: "+14152000000"},
			{CompanyID: company.ID, Name: "P. Two", Email: "person2@client.example"},
		})
		require.NoError(t, err)
	})
	r.run()
	require.Equal(t, 1, r.count(`SELECT count(*) FROM companies`), "the client of the same name")
	require.Equal(t, 4, r.count(`SELECT count(*) FROM contacts`))
	require.Equal(t, 3, r.count(`SELECT count(*) FROM contact_links`))
	r.in(func(ctx context.Context, tx store.Tx) {
		page, err := people.ListContacts(ctx, tx, people.ContactQuery{Email: "person2@client.example"})
		require.NoError(t, err)
		require.Len(t, page.Items, 2, "a contact with other values is another person until a user merges them")
		duplicates, err := people.ListDuplicates(ctx, tx, page.Items[0].ID)
		require.NoError(t, err)
		require.Len(t, duplicates, 1)
		require.Equal(t, []channel.ContactPointKind{channel.EmailAddress}, duplicates[0].By)
	})
}

func TestAnErasedPersonIsNotBroughtBack(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 3)
	r := read(t, d)
	r.run()
	ana := r.person(1)
	r.in(func(ctx context.Context, tx store.Tx) { require.NoError(t, people.EraseContact(ctx, tx, ana.ID)) })
	d.edit(0, func(c *directory.Contact) { c.Mobile = "+14155550188" })
	require.Equal(t, directory.Completed, r.run().Status)
	require.Equal(t, 2, r.count(`SELECT count(*) FROM contacts WHERE erased_at IS NULL`))
	require.Equal(t, 1, r.count(`SELECT count(*) FROM contact_links WHERE digest = ''`), "not a hash of what the PSA said of them is kept")
	require.Zero(t, r.count(`SELECT count(*) FROM contact_points WHERE value_sealed <> '' AND contact_id IN (SELECT id FROM contacts WHERE erased_at IS NOT NULL)`))
}
