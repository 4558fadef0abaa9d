// Package contactimport reads a CSV list of contacts and says of every row what an import would do with it.
package contactimport

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"countersign/core/contactsearch"
)

// MaxRows is how many people one file may hold.
const MaxRows = 10_000

// Row is one line of the file as it was typed, blanks around the cells removed.
type Row struct {
	Line    int // of the file, from 1; the header is usually line 1
	Name    string
	Company string
	Email   string
	Mobile  string
	Phone   string
	Extra   bool // it has more cells than the header
}

// column is a meaning that a header may have.
type column int

const (
	colName column = iota
	colGiven
	colFamily
	colCompany
	colEmail
	colMobile
	colPhone
	columns
)

var titles = [columns]string{"name", "first name", "last name", "company", "email", "mobile", "phone"}

// synonyms are the headers that help desks' own systems write, folded to lower-case letters.
var synonyms = map[string]column{
	"name": colName, "fullname": colName, "contact": colName, "contactname": colName, "displayname": colName, "employee": colName, "employeename": colName, "person": colName,
	"firstname": colGiven, "givenname": colGiven, "forename": colGiven, "vorname": colGiven,
	"lastname": colFamily, "surname": colFamily, "familyname": colFamily, "nachname": colFamily,
	"company": colCompany, "companyname": colCompany, "client": colCompany, "clientname": colCompany, "customer": colCompany, "customername": colCompany,
	"account": colCompany, "accountname": colCompany, "organisation": colCompany, "organization": colCompany, "organisationname": colCompany, "organizationname": colCompany, "firma": colCompany,
	"email": colEmail, "emailaddress": colEmail, "mail": colEmail, "primaryemail": colEmail, "workemail": colEmail, "emailwork": colEmail,
	"mobile": colMobile, "mobilephone": colMobile, "mobilenumber": colMobile, "mobilephonenumber": colMobile, "cell": colMobile, "cellphone": colMobile, "cellnumber": colMobile, "handy": colMobile,
	"phone": colPhone, "phonenumber": colPhone, "telephone": colPhone, "tel": colPhone, "telefon": colPhone, "direct": colPhone, "directphone": colPhone, "deskphone": colPhone,
	"workphone": colPhone, "officephone": colPhone, "businessphone": colPhone, "landline": colPhone,
}

// Read takes the file apart. Cells are separated by commas, semicolons or tabs, whichever the header uses; columns may stand in any order and others are ignored.
// The error is for the person who chose the file.
func Read(text string) ([]Row, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = separator(text)
	reader.FieldsPerRecord = -1
	reader.TrimLeadingSpace = reader.Comma != '\t'
	reader.ReuseRecord = true
	header, err := reader.Read()
	if err == nil && strings.HasPrefix(strings.ToLower(header[0]), "sep=") { // Excel's own hint about the separator
		header, err = reader.Read()
	}
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("The file is empty.")
	case err != nil:
		return nil, broken(err)
	}
	meanings, err := readHeader(header)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, broken(err)
		}
		line, _ := reader.FieldPos(0)
		row, blank := readRow(record, meanings, line)
		if blank {
			continue
		}
		if len(rows) == MaxRows {
			return nil, fmt.Errorf("The file has more than %d rows. Split it and import the parts.", MaxRows)
		}
		rows = append(rows, row)
	}
}

// separator is the character that stands most often outside quotes in the first line.
func separator(text string) rune {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	if hint, found := strings.CutPrefix(strings.ToLower(first), "sep="); found && strings.TrimSpace(hint) != "" {
		return rune(hint[0])
	}
	counts, quoted := map[rune]int{}, false
	for _, r := range first {
		if r == '"' {
			quoted = !quoted
		} else if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, candidate := range []rune{';', '\t'} {
		if counts[candidate] > counts[best] {
			best = candidate
		}
	}
	return best
}

func broken(err error) error {
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		return fmt.Errorf("Line %d cannot be read: a quotation mark stands alone. Save the file as CSV again.", parse.Line)
	}
	return errors.New("The file cannot be read. Save it as CSV (UTF-8) and try again.")
}

const wanted = " The first row names the columns: name, company, email, mobile, phone."

// readHeader returns what each cell of a row means; -1 is a column that is ignored.
func readHeader(header []string) ([]column, error) {
	meanings := make([]column, len(header))
	var found [columns]bool
	for i, title := range header {
		meaning, known := synonyms[letters(title)]
		if !known {
			meanings[i] = -1
			continue
		}
		if found[meaning] {
			return nil, fmt.Errorf("Two columns mean %s: keep one of them.", titles[meaning])
		}
		meanings[i], found[meaning] = meaning, true
	}
	switch {
	case !found[colName] && !(found[colGiven] && found[colFamily]):
		return nil, errors.New("There is no column for the name." + wanted)
	case !found[colCompany]:
		return nil, errors.New("There is no column for the company." + wanted)
	}
	return meanings, nil
}

func letters(title string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, contactsearch.SortName(title))
}

func readRow(record []string, meanings []column, line int) (row Row, blank bool) {
	var cells [columns]string
	blank = true
	row = Row{Line: line}
	for i, cell := range record {
		cell = unwrap(cell)
		if cell == "" {
			continue
		}
		blank = false
		switch {
		case i >= len(meanings):
			row.Extra = true
		case meanings[i] >= 0:
			cells[meanings[i]] = cell
		}
	}
	row.Name, row.Company, row.Email, row.Mobile, row.Phone = cells[colName], cells[colCompany], cells[colEmail], cells[colMobile], cells[colPhone]
	if row.Name == "" {
		row.Name = strings.TrimSpace(cells[colGiven] + " " + cells[colFamily])
	}
	return row, blank
}

// unwrap takes off what people put around a number so that a spreadsheet does not calculate with it: ="+14155550134" and '+14155550134.
func unwrap(cell string) string {
	cell = strings.TrimSpace(cell)
	if inner, found := strings.CutPrefix(cell, `="`); found && strings.HasSuffix(inner, `"`) && len(inner) > 1 {
		cell = strings.TrimSuffix(inner, `"`)
	}
	if strings.HasPrefix(cell, "'+") || strings.HasPrefix(cell, "'0") {
		cell = cell[1:]
	}
	return strings.TrimSpace(cell)
}
