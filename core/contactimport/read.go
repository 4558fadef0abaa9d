// Package contactimport reads a CSV list of contacts and says of every row what an import would do with it.
package contactimport

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"countersign/core/contactsearch"
	"countersign/core/plaintext"
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

// numbered are the pairs of columns that Google's contacts have: what a number is, and the number.
const numbered = 3

const (
	colLabel   = columns // + 0 to numbered - 1
	colValue   = colLabel + numbered
	allColumns = colValue + numbered
)

var titles = [columns]string{"name", "first name", "last name", "company", "email", "mobile", "phone"}

// synonyms are the headers that help desks' own systems write, folded to lower-case letters.
var synonyms = map[string]column{
	"name": colName, "fullname": colName, "contact": colName, "contactname": colName, "displayname": colName, "employee": colName, "employeename": colName, "person": colName,
	"firstname": colGiven, "givenname": colGiven, "forename": colGiven, "vorname": colGiven,
	"lastname": colFamily, "surname": colFamily, "familyname": colFamily, "nachname": colFamily,
	"company": colCompany, "companyname": colCompany, "client": colCompany, "clientname": colCompany, "customer": colCompany, "customername": colCompany,
	"account": colCompany, "accountname": colCompany, "organization1name": colCompany, "organisation1name": colCompany, "organisation": colCompany, "organization": colCompany, "organisationname": colCompany, "organizationname": colCompany, "firma": colCompany,
	"email": colEmail, "emailaddress": colEmail, "mail": colEmail, "primaryemail": colEmail, "email1": colEmail, "email1value": colEmail, "email1address": colEmail, "workemail": colEmail, "emailwork": colEmail,
	"mobile": colMobile, "mobilephone": colMobile, "mobilenumber": colMobile, "mobilephonenumber": colMobile, "cell": colMobile, "cellphone": colMobile, "cellnumber": colMobile, "handy": colMobile,
	"phone": colPhone, "phonenumber": colPhone, "telephone": colPhone, "tel": colPhone, "telefon": colPhone, "direct": colPhone, "directphone": colPhone, "deskphone": colPhone,
	"primaryphone": colPhone, "phone1": colPhone, "workphone": colPhone, "officephone": colPhone, "businessphone": colPhone, "landline": colPhone,
}

func init() {
	for i := range column(numbered) {
		n := strconv.Itoa(int(i) + 1)
		synonyms["phone"+n+"label"], synonyms["phone"+n+"type"], synonyms["phone"+n+"value"] = colLabel+i, colLabel+i, colValue+i
	}
}

// Read takes the file apart. Cells are separated by commas, semicolons or tabs, whichever the header uses; columns may stand in any order. ignored are the titles
// of columns that mean nothing here. The error is for the person who chose the file.
func Read(text string) (rows []Row, ignored []string, err error) {
	if strings.HasPrefix(text, "PK\x03\x04") || strings.HasPrefix(text, "\xd0\xcf\x11\xe0") || strings.HasPrefix(text, "{\\rtf") || strings.HasPrefix(text, "%PDF") {
		return nil, nil, errors.New("This is not a CSV file but a workbook or document. Open it and save it as CSV (UTF-8).")
	}
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text) // old programs end lines with CR alone
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
		return nil, nil, errors.New("The file is empty.")
	case err != nil:
		return nil, nil, broken(err)
	}
	meanings, ignored, err := readHeader(header)
	if err != nil {
		return nil, nil, err
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) && len(rows) == 0 {
			return nil, nil, errors.New("The file names its columns and holds nobody: there is no row below the first.")
		}
		if errors.Is(err, io.EOF) {
			return rows, ignored, nil
		}
		if err != nil {
			return nil, nil, broken(err)
		}
		line, _ := reader.FieldPos(0)
		row, blank := readRow(record, meanings, line)
		if blank {
			continue
		}
		if len(rows) == MaxRows {
			return nil, nil, fmt.Errorf("The file has more than %d rows. Split it and import the parts.", MaxRows)
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
		return fmt.Errorf("The row that begins in line %d cannot be read: a quotation mark is opened and not closed, or stands alone. Save the file as CSV again.", parse.StartLine)
	}
	return errors.New("The file cannot be read. Save it as CSV (UTF-8) and try again.")
}

const wanted = " The first row names the columns: name, company, email, mobile, phone."

// readHeader returns what each cell of a row means, -1 for a column that is ignored, and the titles of those.
func readHeader(header []string) (meanings []column, ignored []string, err error) {
	meanings = make([]column, len(header))
	var found [allColumns]bool
	for i, title := range header {
		meaning, known := synonyms[letters(title)]
		if !known {
			meanings[i] = -1
			if title = plaintext.Line(title, longestTitle); title != "" && len(ignored) < mostIgnored {
				ignored = append(ignored, title)
			}
			continue
		}
		if found[meaning] && meaning < columns {
			return nil, nil, fmt.Errorf("Two columns mean %s: keep one of them.", titles[meaning])
		}
		meanings[i], found[meaning] = meaning, true
	}
	switch {
	case !found[colName] && !(found[colGiven] && found[colFamily]):
		return nil, nil, errors.New("There is no column for the name." + wanted)
	case !found[colCompany]:
		return nil, nil, errors.New("There is no column for the company." + wanted)
	}
	return meanings, ignored, nil
}

// longestTitle is how much of a title is repeated, in characters; mostIgnored how many titles are.
const longestTitle, mostIgnored = 60, 100

func letters(title string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) { // "E-mail 2 Address" is not "E-mail Address"
			return r
		}
		return -1
	}, contactsearch.SortName(title))
}

func readRow(record []string, meanings []column, line int) (row Row, blank bool) {
	var cells [allColumns]string
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
	for i := range column(numbered) {
		number, _, _ := strings.Cut(cells[colValue+i], " ::: ") // several of one kind
		into := &row.Phone
		if isMobile(cells[colLabel+i]) {
			into = &row.Mobile
		}
		if *into == "" {
			*into = strings.TrimSpace(number)
		}
	}
	row.Email, _, _ = strings.Cut(row.Email, " ::: ")
	return row, blank
}

// isMobile reads what Google's contacts call a number: "* Mobile", "Mobile", "Handy".
func isMobile(label string) bool {
	meaning, known := synonyms[letters(label)]
	return known && meaning == colMobile
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
