package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"countersign/store"
	peoplestore "countersign/store/people"
)

// searchRow is one search, among few people and among many, behind the wall and without it. Times are medians in milliseconds.
type searchRow struct {
	Search      string  `json:"search"`
	SmallPeople int     `json:"small_people"` // on the page
	LargePeople int     `json:"large_people"`
	SmallMS     float64 `json:"small_ms"`
	LargeMS     float64 `json:"large_ms"`
	LargeBareMS float64 `json:"large_without_rls_ms"`
	SmallBareMS float64 `json:"small_without_rls_ms"`
	Growth      float64 `json:"growth"` // large / small, behind the wall
	Wall        float64 `json:"wall"`   // with / without row security, among many
}

// searchReport says what a search costs.
type searchReport struct {
	Small int         `json:"small"`
	Large int         `json:"large"`
	Runs  int         `json:"runs"`
	Rows  []searchRow `json:"rows"`
}

// searches are what technicians type.
func searches(company uuid.UUID) []struct {
	name  string
	query peoplestore.ContactQuery
} {
	return []struct {
		name  string
		query peoplestore.ContactQuery
	}{
		{"the list", peoplestore.ContactQuery{}},
		{"one company", peoplestore.ContactQuery{Company: &company}},
		{"name begins with an", peoplestore.ContactQuery{Words: "an"}},
		{"a rare name", peoplestore.ContactQuery{Words: "xiom"}},
		{"two words, many have both", peoplestore.ContactQuery{Words: "ma sm"}},
		{"two words, few have both", peoplestore.ContactQuery{Words: "zo qu"}},
		{"phone, last four", peoplestore.ContactQuery{Phone: plantedLine}},
		{"e-mail, domain", peoplestore.ContactQuery{Email: plantedDomain}},
		{"e-mail, whole", peoplestore.ContactQuery{Email: "p3@" + plantedDomain}},
	}
}

// measureSearch fills two databases of its own and searches them through the store's own methods.
func measureSearch(ctx context.Context, b *bench) (*searchReport, error) {
	report := &searchReport{Small: b.size.small, Large: 10 * b.size.small, Runs: b.size.runs}
	var shelves []*shelf
	defer func() {
		for _, s := range shelves {
			s.close(context.WithoutCancel(ctx))
		}
	}()
	for _, size := range []int{report.Small, report.Large} {
		s, err := newShelf(ctx, b.stack.OwnerDatabaseURL, b.stack.DatabaseURL, b.ring)
		if err != nil {
			return nil, err
		}
		shelves = append(shelves, s)
		if err := s.fill(ctx, rand.New(rand.NewPCG(b.seed, 1)), size); err != nil {
			return nil, fmt.Errorf("filling %d people: %w", size, err)
		}
	}
	for i, search := range searches(uuid.Nil) {
		row, err := compareSearch(ctx, shelves[0], shelves[1], i, report.Runs)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", search.name, err)
		}
		row.Search = search.name
		report.Rows = append(report.Rows, row)
	}
	return report, nil
}

// warmUp is how often a search runs before it counts: Postgres decides on its plan for good at the sixth time.
const warmUp = 8

// compareSearch takes turns between both sizes, behind the wall and without it, so that whatever else the machine does concerns all alike.
func compareSearch(ctx context.Context, small, large *shelf, search, runs int) (searchRow, error) {
	times := make([][]time.Duration, 4)
	people := make([]int, 4)
	for run := range runs + warmUp {
		for i, arm := range []struct {
			shelf *shelf
			store *store.Store
		}{{small, small.walled}, {large, large.walled}, {small, small.open}, {large, large.open}} {
			begun := time.Now()
			err := arm.store.InTenant(ctx, arm.shelf.tenant, func(ctx context.Context, tx store.Tx) error {
				found, err := peoplestore.ListContacts(ctx, tx, searches(arm.shelf.company)[search].query)
				people[i] = len(found.Items)
				return err
			})
			if err != nil {
				return searchRow{}, err
			}
			if run >= warmUp {
				times[i] = append(times[i], time.Since(begun))
			}
		}
	}
	if people[0] != people[2] || people[1] != people[3] {
		return searchRow{}, fmt.Errorf("the wall changes what is found: %v", people)
	}
	row := searchRow{SmallPeople: people[0], LargePeople: people[1], SmallMS: ms(median(times[0])), LargeMS: ms(median(times[1])), SmallBareMS: ms(median(times[2])), LargeBareMS: ms(median(times[3]))}
	row.Growth, row.Wall = ratio(row.LargeMS, row.SmallMS), ratio(row.LargeMS, row.LargeBareMS)
	return row, nil
}
