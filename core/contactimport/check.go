package contactimport

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"countersign/core/address"
	"countersign/core/contactsearch"
	"countersign/core/phone"
	"countersign/core/plaintext"
	"countersign/core/spreadsheet"
)

const maxName = 200 // characters, as in the API

// Action is what an import does with a row.
type Action string

// The actions. A row is skipped when it has problems, and when everything it says is on file already.
const (
	Create Action = "create"
	Update Action = "update"
	Skip   Action = "skip"
)

// Entry is a row after review.
type Entry struct {
	Line      int
	Name      string
	Company   string
	Email     string    // normalised when it is good, like the numbers
	Mobile    string    // E.164 when it is good
	Phone     string    // E.164 when it is good
	CompanyID uuid.UUID // uuid.Nil: the company is new
	ContactID uuid.UUID // the contact that an update changes
	Action    Action
	Problems  []string
}

// Good reports whether nothing is wrong with the row.
func (e Entry) Good() bool { return len(e.Problems) == 0 }

// Company is a client company on file.
type Company struct {
	ID      uuid.UUID
	Name    string
	Country string // ISO 3166-1 alpha-2
}

// Companies is what the one who imports may use.
type Companies struct {
	ByName  map[string]Company // by person.SortName of the name
	MayGrow bool               // unknown companies are created
	Country string             // of the MSP; it reads numbers of companies whose own country is not known. "" for unknown
}

// Check reads every cell. Entries with problems are Skip; the others have no action yet, that is Match's.
func Check(rows []Row, companies Companies) []Entry {
	entries := make([]Entry, len(rows))
	for i, row := range rows {
		entries[i] = check(row, companies)
	}
	return entries
}

func check(row Row, companies Companies) Entry {
	e := Entry{Line: row.Line, Name: row.Name, Company: row.Company, Email: row.Email, Mobile: row.Mobile, Phone: row.Phone}
	say := func(format string, args ...any) { e.Problems = append(e.Problems, fmt.Sprintf(format, args...)) }
	if row.Extra {
		say("More cells than columns: put a name that holds a comma into quotation marks")
	}
	for _, text := range []struct{ what, value string }{{"name", row.Name}, {"company", row.Company}} {
		if wrong := textProblem(text.value); wrong != "" {
			say("The %s %s", text.what, wrong)
		}
	}
	country := companies.Country
	if known, found := companies.ByName[contactsearch.SortName(row.Company)]; found {
		e.CompanyID, e.Company, country = known.ID, known.Name, cmp.Or(known.Country, country)
	} else if row.Company != "" && !companies.MayGrow {
		say("You cannot add people to this company")
	}
	if row.Email != "" {
		good, err := address.Email(row.Email)
		if err != nil {
			say("E-mail: %v", err)
		} else {
			e.Email = good
		}
	}
	for _, number := range []struct {
		what  string
		cell  *string
		parse func(raw, country string) (phone.Number, error)
	}{{"Mobile", &e.Mobile, phone.ParseMobile}, {"Phone", &e.Phone, phone.Parse}} {
		if *number.cell == "" {
			continue
		}
		good, err := number.parse(*number.cell, country)
		if err != nil {
			say("%s: %v", number.what, err)
		} else {
			*number.cell = good.E164
		}
	}
	if !e.Good() {
		e.Action = Skip
	}
	return e
}

// textProblem refuses what is no name. A cell that begins like a formula would be run by the next spreadsheet it is exported to.
func textProblem(text string) string {
	switch {
	case text == "":
		return "is missing"
	case utf8.RuneCountInString(text) > maxName:
		return fmt.Sprintf("is longer than %d characters", maxName)
	case spreadsheet.IsFormula(text):
		return "begins like a spreadsheet formula"
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }):
		return "has characters that cannot be read; save the file as CSV (UTF-8)"
	case plaintext.HasHidden(text):
		return "holds invisible characters; type it anew instead of pasting it"
	case contactsearch.SortName(text) == "":
		return "has no letters"
	}
	return ""
}
