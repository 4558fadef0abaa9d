package worker

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/testsuite"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/core/directory"
	"countersign/store/psasync"
)

func TestTextThatCannotBeStoredHoldsNothingUp(t *testing.T) {
	t.Parallel()
	d := newDirectory(4, 12)
	d.companies[1].Name = "North\x00wind\r\nDental\u202e"
	d.companies[2].ID = "3\x00"
	d.people[0].Name = "An\x00a"
	d.people[1].Name = strings.Repeat("Ana Torres ", 1500)
	d.people[2].Name, d.people[2].Email = "Ren\xe9 \xff", "person3@client.example\x00"
	d.people[3].Mobile, d.people[3].Phone = "+1415\x00200\xff0003", strings.Repeat("9\x00", 5000)
	d.people[4].ID = "5\x00"
	d.people[5].ID = strings.Repeat("6", 5000)
	d.people[6].CompanyID = "\xff"
	d.people[7].Name = "\x00\u200b"
	r := read(t, d)
	s := r.run()
	require.Equal(t, directory.Completed, s.Status)
	require.Equal(t, 3, s.Skipped, "one company and two people whose ids cannot be kept")
	require.Contains(t, s.Error, "3 rows cannot be kept")
	require.Equal(t, 10, r.count(`SELECT count(*) FROM contacts`))
	require.Equal(t, "Ana", r.person(1).Name)
	require.LessOrEqual(t, utf8.RuneCountInString(r.person(2).Name), 200)
	require.Equal(t, "Ren\uFFFD \uFFFD", r.person(3).Name)
	require.Equal(t, "person8@client.example", r.person(8).Name)
	require.Equal(t, "not a phone number", r.person(4).ContactPoints[0].BadReason)
	require.Equal(t, 1, r.count(`SELECT count(*) FROM companies WHERE name = 'Northwind Dental'`))

	// What other people change goes on arriving.
	d.edit(11, func(c *directory.Contact) { c.Mobile = "+14155550166" })
	require.Equal(t, directory.Completed, r.run().Status)
	require.Equal(t, "+14155550166", r.person(12).Value(channel.Mobile))
}

// TestARowThatTheDatabaseRefusesIsSkippedAndNamed hands the store what the filter before it would have stopped.
func TestARowThatTheDatabaseRefusesIsSkippedAndNamed(t *testing.T) {
	t.Parallel()
	r := read(t, newDirectory(1, 1))
	kept := psasync.SyncStore{Store: r.store}
	at := r.sync(r.begin())
	at, err := kept.RecordCompanies(t.Context(), at, directory.Page[directory.Company]{Rows: []directory.Company{
		{ID: "1", Name: "Client 1", Active: true}, {ID: "2", Name: "Client\x002", Active: true}, {ID: "3", Name: "Client 3", Active: true},
	}}, 0, r.now)
	require.NoError(t, err)
	people := make([]directory.Contact, 40)
	for i := range people {
		people[i] = directory.Contact{ID: strconv.Itoa(i + 1), CompanyID: "1", Name: "Person " + strconv.Itoa(i+1), Email: "person" + strconv.Itoa(i+1) + "@client.example", Active: true}
	}
	people[7].Name, people[23].Name = "Ana\x00", strings.Repeat("Ana ", 100_000)
	at, err = kept.RecordContacts(t.Context(), at, directory.Page[directory.Contact]{Rows: people}, 1, r.now)
	require.NoError(t, err)
	require.Equal(t, 4, at.Skipped)
	require.Equal(t, []string{"company 2", "contact 8", "contact 24"}, at.SkippedRows)
	require.Equal(t, 38, r.count(`SELECT count(*) FROM contacts`))
	require.Equal(t, 2, r.count(`SELECT count(*) FROM companies WHERE name LIKE 'Client%'`))
}

// brokenStore cannot keep what was read.
type brokenStore struct {
	psasync.SyncStore
}

var errBroken = errors.New("the disk is full")

func (brokenStore) RecordContacts(context.Context, directory.Sync, directory.Page[directory.Contact], int, time.Time) (directory.Sync, error) {
	return directory.Sync{}, errBroken
}

func TestASyncThatCannotKeepWhatItReadSaysSo(t *testing.T) {
	t.Parallel()
	r := read(t, newDirectory(1, 1))
	id := r.begin()
	syncs := &activities.Syncs{Store: brokenStore{psasync.SyncStore{Store: r.store}}, Systems: oneDesk{r.directory}, Now: func() time.Time { return r.now }}
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(syncs)
	_, err := env.ExecuteActivity(syncs.ReadPages, r.tenant, id)
	require.Error(t, err)
	held := r.sync(id)
	require.Equal(t, directory.Paused, held.Status)
	require.Contains(t, held.Error, "could not be stored here")
	require.Equal(t, directory.Completed, r.run().Status, "it goes on once it can")
}
