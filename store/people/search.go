package people

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/core/contactsearch"
	"countersign/store"
	"countersign/store/db"
)

// ContactQuery asks for a page of people by name. Every condition that is given must hold.
type ContactQuery struct {
	Words   string // each must begin a word of the person's or the company's name
	Phone   string // a whole number, or its last four or more digits
	Email   string // a whole address, its local part or its domain
	Company *uuid.UUID
	Scope   store.Scope
	Cursor  string
	Limit   int
}

// ListContacts lists a page of people.
//
// Row security lets an index serve leakproof operators only, so the search is made of = and < on contact_terms, never of LIKE. One condition drives: it is read in
// the order of the list, through an index, until the page is full; the others are looked up for each row. The condition with the fewest people drives, as far as a
// bounded count tells, so that a page costs the same among ten thousand people and among a hundred thousand.
func ListContacts(ctx context.Context, tx store.Tx, q ContactQuery) (page store.Page[Contact], err error) {
	conditions, possible, err := searchConditions(ctx, tx, q)
	if err != nil || !possible {
		return page, err
	}
	from := place{}
	if q.Cursor != "" {
		if from, err = placeOfContact(ctx, tx, q.Scope, q.Cursor); err != nil {
			return page, err
		}
	}
	if err := weigh(ctx, tx, conditions); err != nil {
		return page, err
	}
	limit := store.PageSize(q.Limit)
	ids, err := searchContacts(ctx, tx, conditions, from, limit+1)
	if err != nil {
		return page, err
	}
	return store.ReadPage(store.CutPage(ids, limit, uuid.UUID.String), func(ids []uuid.UUID) ([]Contact, error) { return readContacts(ctx, tx, ids) })
}

// CountPeople counts everybody on file whom a scope shows.
func CountPeople(ctx context.Context, tx store.Tx, scope store.Scope) (int, error) {
	n, err := db.New(tx).CountPeople(ctx, db.CountPeopleParams{Limited: scope.Limited, Companies: scope.CompanyIDs()})
	return int(n), err
}

// place is where in the list a page begins: after this row.
type place struct {
	sortName string
	id       uuid.UUID
}

func placeOfContact(ctx context.Context, tx store.Tx, scope store.Scope, cursor string) (place, error) {
	id, err := store.ReadCursor(cursor)
	if err != nil {
		return place{}, err
	}
	sortName, err := db.New(tx).PlaceOfContact(ctx, db.PlaceOfContactParams{ID: id, Limited: scope.Limited, Companies: scope.CompanyIDs()})
	if err != nil {
		return place{}, store.ErrCursor
	}
	return place{sortName, id}, nil
}

// condition is one thing that the people of a page have in common: a range of name terms, one of some hashed terms, or one of some companies.
type condition struct {
	kind      string // of contact_terms; "" for companies
	span      span   // of names
	terms     []string
	companies []uuid.UUID
	listed    bool // terms are complete, so that each can be read in the order of the list
	people    int  // at most countUpTo
}

// countUpTo bounds the count by which the driving condition is chosen. A page then takes at most this many look-ups where one condition is rarer,
// and about page/(countUpTo/people) where none is: with a hundred thousand people both are a few thousand at most.
const countUpTo = 400

// mostTerms is up to how many words a typed beginning may stand for and still be read word by word.
const mostTerms = 300

// searchConditions reads a query; possible is false when no contact can match.
func searchConditions(ctx context.Context, tx store.Tx, q ContactQuery) (list []*condition, possible bool, err error) {
	for _, word := range contactsearch.QueryWords(q.Words) {
		list = append(list, &condition{kind: termName, span: spanOf(word)})
	}
	if strings.TrimSpace(q.Phone) != "" {
		terms, err := phoneTerms(ctx, tx, q.Phone)
		if err != nil || len(terms) == 0 {
			return nil, false, err // fewer than four digits, or on file for no contact
		}
		list = append(list, &condition{kind: termPhone, terms: terms, listed: true})
	}
	if strings.TrimSpace(q.Email) != "" {
		terms := contactsearch.EmailQuery(q.Email)
		if len(terms) == 0 {
			return nil, false, nil
		}
		list = append(list, &condition{kind: termEmail, terms: hashed(tx, termEmail, terms), listed: true})
	}
	switch {
	case q.Company != nil && !q.Scope.Allows(*q.Company):
		return nil, false, nil
	case q.Company != nil:
		list = append(list, &condition{companies: []uuid.UUID{*q.Company}, listed: true})
	case q.Scope.Limited && len(q.Scope.Companies) == 0:
		return nil, false, nil
	case q.Scope.Limited:
		list = append(list, &condition{companies: q.Scope.Companies, listed: true})
	}
	return list, true, nil
}

// phoneTerms are the stored terms of the numbers in a query. Where a tail of digits matches too many, the numbers with it are compared in full.
func phoneTerms(ctx context.Context, tx store.Tx, typed string) ([]string, error) {
	terms, ends := contactsearch.PhoneQuery(typed)
	terms = hashed(tx, termPhone, terms)
	if len(ends) == 0 {
		return terms, nil
	}
	rows, err := db.New(tx).NumbersByTerm(ctx, terms)
	if err != nil {
		return nil, err
	}
	var whole []string
	for _, row := range rows {
		number, err := tx.Open(PointTable, PointColumn, row.ID, row.ValueSealed)
		if err != nil {
			return nil, err
		}
		if contactsearch.EndsIn(number, ends) {
			whole = append(whole, contactsearch.PhoneTerms(number)[0])
		}
	}
	return hashed(tx, termPhone, whole), nil
}

// weigh counts each condition's people, up to a bound, and lists the words a typed beginning stands for. All of it is one round trip.
func weigh(ctx context.Context, tx store.Tx, conditions []*condition) error {
	if len(conditions) == 0 {
		return nil
	}
	batch := &pgx.Batch{}
	for _, c := range conditions {
		if c.kind == termName {
			batch.Queue(listTerms, c.span.from, c.span.to, mostTerms+1).Query(func(rows pgx.Rows) error {
				var err error
				c.terms, err = pgx.CollectRows(rows, pgx.RowTo[string])
				c.listed = len(c.terms) <= mostTerms
				return err
			})
		}
		args := &store.Arguments{}
		batch.Queue(fmt.Sprintf(`SELECT count(*) FROM (SELECT FROM %s LIMIT %d) AS counted`, c.matching("x", args), countUpTo), args.Values...).
			QueryRow(func(row pgx.Row) error { return row.Scan(&c.people) })
	}
	return tx.SendBatch(ctx, batch)
}

// listTerms steps from word to word through the index instead of reading every row.
const listTerms = `
WITH RECURSIVE step AS (
  (SELECT term FROM contact_terms WHERE kind = 'name' AND term >= $1 AND term < $2 ORDER BY term LIMIT 1)
  UNION ALL
  SELECT (SELECT t.term FROM contact_terms t WHERE t.kind = 'name' AND t.term > step.term AND t.term < $2 ORDER BY t.term LIMIT 1) FROM step WHERE step.term IS NOT NULL
)
SELECT term FROM step WHERE term IS NOT NULL LIMIT $3`

// matching is a FROM and WHERE that finds the condition's rows, called by the alias as.
func (c *condition) matching(as string, args *store.Arguments) string {
	switch {
	case c.kind == "":
		return fmt.Sprintf(`contacts %[1]s WHERE %[1]s.erased_at IS NULL AND %[1]s.company_id = ANY(%[2]s::uuid[])`, as, args.Add(c.companies))
	case c.kind == termName:
		return fmt.Sprintf(`contact_terms %[1]s WHERE %[1]s.kind = 'name' AND %[1]s.term >= %[2]s AND %[1]s.term < %[3]s`, as, args.Add(c.span.from), args.Add(c.span.to))
	default:
		return fmt.Sprintf(`contact_terms %[1]s WHERE %[1]s.kind = %[2]s AND %[1]s.term = ANY(%[3]s::text[])`, as, args.Add(c.kind), args.Add(c.terms))
	}
}

// holds is the condition as a test of the person whose id the SQL expression is. OFFSET 0 keeps the planner from turning the test into a join that reads
// all contacts first: the page is usually full after a few.
func (c *condition) holds(id string, args *store.Arguments) string {
	column := "contact_id"
	if c.kind == "" {
		column = "id"
	}
	return ` AND EXISTS (SELECT FROM ` + c.matching("t", args) + ` AND t.` + column + ` = ` + id + ` OFFSET 0)`
}

// searchContacts returns the ids of a page.
func searchContacts(ctx context.Context, tx store.Tx, conditions []*condition, from place, limit int) ([]uuid.UUID, error) {
	args := &store.Arguments{}
	sql := statement(conditions, from, limit, args)
	rows, err := tx.Query(ctx, sql, args.Values...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// statement puts the search together: one small ordered read for each value of the driving condition, merged.
func statement(conditions []*condition, from place, limit int, args *store.Arguments) string {
	driver := choose(conditions)
	tests := func(id string) string {
		var all strings.Builder
		for _, c := range conditions {
			if c != driver {
				all.WriteString(c.holds(id, args))
			}
		}
		return all.String()
	}
	after := func(id string) string {
		return ` AND (x.sort_name, x.` + id + `) > (` + args.Add(from.sortName) + `, ` + args.Add(from.id) + `)`
	}
	end := fmt.Sprintf(` ORDER BY x.sort_name, x.%%s LIMIT %d`, limit)
	switch {
	case bothFrequent(conditions):
		return bothWords(conditions, from, limit, args)
	case driver == nil:
		return `SELECT x.id FROM contacts x WHERE x.erased_at IS NULL` + after("id") + fmt.Sprintf(end, "id")
	case driver.kind == "":
		return fmt.Sprintf(`SELECT hit.id FROM unnest(%s::uuid[]) AS company(id) CROSS JOIN LATERAL (
			SELECT x.sort_name, x.id FROM contacts x WHERE x.erased_at IS NULL AND x.company_id = company.id%s%s%s
		) AS hit ORDER BY hit.sort_name, hit.id LIMIT %d`, args.Add(driver.companies), after("id"), tests("x.id"), fmt.Sprintf(end, "id"), limit)
	case driver.listed:
		return fmt.Sprintf(`SELECT hit.contact_id FROM unnest(%s::text[]) AS word(term) CROSS JOIN LATERAL (
			SELECT x.sort_name, x.contact_id FROM contact_terms x WHERE x.kind = %s AND x.term = word.term%s%s%s
		) AS hit GROUP BY hit.sort_name, hit.contact_id ORDER BY hit.sort_name, hit.contact_id LIMIT %d`,
			args.Add(driver.terms), args.Add(driver.kind), after("contact_id"), tests("x.contact_id"), fmt.Sprintf(end, "contact_id"), limit)
	default:
		return fmt.Sprintf(`SELECT x.contact_id FROM %s%s%s GROUP BY x.sort_name, x.contact_id ORDER BY x.sort_name, x.contact_id LIMIT %d`,
			driver.matching("x", args), after("contact_id"), tests("x.contact_id"), limit)
	}
}

// bothFrequent tells two words that many people have each: looking the one up for every person of the other would take as many look-ups as few have both.
func bothFrequent(conditions []*condition) bool {
	for _, c := range conditions {
		if c.kind != termName || !c.listed || len(c.terms) != 1 || c.people < countUpTo {
			return false
		}
	}
	return len(conditions) == 2
}

// bothWords reads the people of two words side by side, both in the order of the list: a merge of two index scans.
func bothWords(conditions []*condition, from place, limit int, args *store.Arguments) string {
	one, other := args.Add(conditions[0].terms[0]), args.Add(conditions[1].terms[0])
	return fmt.Sprintf(`SELECT x.contact_id FROM contact_terms x
		JOIN contact_terms y ON y.tenant_id = x.tenant_id AND y.sort_name = x.sort_name AND y.contact_id = x.contact_id
		WHERE x.kind = 'name' AND x.term = %s AND y.kind = 'name' AND y.term = %s AND (x.sort_name, x.contact_id) > (%s, %s)
		ORDER BY x.sort_name, x.contact_id LIMIT %d`, one, other, args.Add(from.sortName), args.Add(from.id), limit)
}

// choose picks the condition that drives: the one with the fewest people; among those beyond counting, one that can be read in the order of the list.
func choose(conditions []*condition) *condition {
	if len(conditions) == 0 {
		return nil
	}
	return slices.MinFunc(conditions, func(a, b *condition) int {
		if a.people != b.people {
			return a.people - b.people
		}
		return cost(a) - cost(b)
	})
}

// cost is how many ordered reads a condition needs; one that must be sorted comes last.
func cost(c *condition) int {
	switch {
	case !c.listed:
		return mostTerms + 1
	case c.kind == "":
		return len(c.companies)
	default:
		return len(c.terms)
	}
}
