package kit

import (
	"context"
	"regexp"
	"slices"
	"strconv"

	"countersign/core/directory"
	"countersign/core/integration"
)

// Find reads pages, at most so many, until it meets a row that is the one. ok is false where the list ended without it. Where the list goes on beyond the
// pages that may be read nothing is certain: that is Ambiguous.
func Find[Row any](f Failures, most int, page func(number int) (rows []Row, more bool, err error), is func(Row) bool) (found Row, ok bool, err error) {
	var none Row
	for number := 1; number <= most; number++ {
		rows, more, err := page(number)
		if err != nil {
			return none, false, err
		}
		if at := slices.IndexFunc(rows, is); at >= 0 {
			return rows[at], true, nil
		}
		if !more {
			return none, false, nil
		}
	}
	return none, false, f.Ambiguous(Unsearchable)
}

// Place is where a list that is paged by number goes on: the page, and how many rows the list had when it was last looked at, 0 where that is not told.
type Place struct{ Page, Total int }

// placeText is how a place is written: "3.2500". A hyphen stood between the numbers formerly.
var placeText = regexp.MustCompile(`^([1-9][0-9]{0,6})[.-]([0-9]{1,9})$`)

// ParsePlace reads where a list goes on; "" is its beginning. A place holds numbers only, so it can lead nowhere else.
func ParsePlace(next string) (Place, bool) {
	if next == "" {
		return Place{Page: 1}, true
	}
	found := placeText.FindStringSubmatch(next)
	if found == nil {
		return Place{}, false
	}
	page, _ := strconv.Atoi(found[1])
	total, _ := strconv.Atoi(found[2])
	return Place{page, total}, true
}

// Next is where the list goes on after a page of at most size rows; "" where no other page follows. Pages are counted from the front: when rows were
// deleted meanwhile, those behind have moved up onto pages that were read already, so as many pages are read again. Without that a person who stays
// would be taken for deleted.
func (p Place) Next(total, size int, more bool) string {
	next := Place{p.Page + 1, total}
	switch gone := p.Total - total; {
	case total > 0 && gone > 0 && p.Page > 1:
		next.Page = max(1, p.Page-(gone+size-1)/size)
	case !more:
		return ""
	}
	return strconv.Itoa(next.Page) + "." + strconv.Itoa(next.Total)
}

// companyPages bounds how many pages of companies are read for a choice.
const companyPages = 100

// CompanyChoices are a vendor's active companies, each once.
func CompanyChoices(ctx context.Context, companies func(context.Context, directory.Position) (directory.Page[directory.Company], error)) ([]integration.Choice, error) {
	var out []integration.Choice
	seen := map[string]bool{}
	for from, page := (directory.Position{}), 0; page < companyPages; page++ {
		got, err := companies(ctx, from)
		if err != nil {
			return nil, err
		}
		for _, row := range got.Rows {
			if row.Active && row.Name != "" && !seen[row.ID] {
				seen[row.ID] = true
				out = append(out, integration.Choice{ID: row.ID, Label: row.Name})
			}
		}
		if from.Next = got.Next; from.Next == "" {
			break
		}
	}
	return out, nil
}

// PlaceOf is where a list is to be read from, or a refusal of what cannot be a place.
func (f Failures) PlaceOf(from directory.Position) (Place, error) {
	at, ok := ParsePlace(from.Next)
	if !ok {
		return Place{}, f.Refused(BadPosition)
	}
	return at, nil
}
