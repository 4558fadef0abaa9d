package contactimport_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/contactimport"
)

var (
	northwind = contactimport.Company{ID: uuid.New(), Name: "Northwind Dental", Country: "US"}
	harbor    = contactimport.Company{ID: uuid.New(), Name: "Harbor Logistics", Country: "GB"}
	onFile    = contactimport.Companies{ByName: map[string]contactimport.Company{"northwind dental": northwind, "harbor logistics": harbor}, MayGrow: true}
)

func TestReadTakesFilesAsTheyAreSaved(t *testing.T) {
	t.Parallel()
	want := []contactimport.Row{{Line: 2, Name: "Ana Torres", Company: "Northwind Dental", Email: "ana@northwind.example", Mobile: "+14155550134"}}
	cases := map[string]string{
		"commas":                       "name,company,email,mobile,phone\nAna Torres,Northwind Dental,ana@northwind.example,+14155550134,\n",
		"a byte order mark":            "\ufeffname,company,email,mobile\nAna Torres,Northwind Dental,ana@northwind.example,+14155550134\n",
		"semicolons and CRLF":          "Name;Company;E-Mail;Mobile\r\nAna Torres;Northwind Dental;ana@northwind.example;+14155550134\r\n",
		"tabs":                         "Name\tCompany\tEmail\tMobile\nAna Torres\tNorthwind Dental\tana@northwind.example\t+14155550134\n",
		"quotes":                       "\"Name\",\"Company\",\"E-mail address\",\"Mobile\"\n\"Ana Torres\",\"Northwind Dental\",\"ana@northwind.example\",\"+14155550134\"\n",
		"another order, and others":    "Job,Mobile Phone,Client,Email Address,Full Name\nDentist,+14155550134,Northwind Dental,ana@northwind.example,Ana Torres\n",
		"first and last name":          "First Name,Last Name,Company,Email,Cell\nAna,Torres,Northwind Dental,ana@northwind.example,+14155550134\n",
		"blanks around cells":          "name, company, email, mobile\n Ana Torres , Northwind Dental , ana@northwind.example , +14155550134 \n",
		"numbers kept as text":         "name,company,email,mobile\nAna Torres,Northwind Dental,ana@northwind.example,\"=\"\"+14155550134\"\"\"\n",
		"numbers with an apostrophe":   "name,company,email,mobile\nAna Torres,Northwind Dental,ana@northwind.example,'+14155550134\n",
		"CR alone":                     "name,company,email,mobile\rAna Torres,Northwind Dental,ana@northwind.example,+14155550134\r",
		"Outlook":                      "First Name,Middle Name,Last Name,E-mail Address,E-mail 2 Address,Home Phone,Business Phone 2,Mobile Phone,Company\r\nAna,,Torres,ana@northwind.example,,,,+14155550134,Northwind Dental\r\n",
		"Google":                       "Name,Given Name,Family Name,Organization 1 - Name,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value\nAna Torres,Ana,Torres,Northwind Dental,* Work,ana@northwind.example ::: old@northwind.example,Mobile,+14155550134 ::: +14155550135\n",
		"Google's new export":          "First Name,Last Name,Organization Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\nAna,Torres,Northwind Dental,Work,ana@northwind.example,Work,,Mobile,+14155550134\n",
		"a last line without an end":   "name,company,email,mobile\nAna Torres,Northwind Dental,ana@northwind.example,+14155550134",
		"rows of nothing but commas":   "name,company,email,mobile\nAna Torres,Northwind Dental,ana@northwind.example,+14155550134\n,,,\n",
		"rows shorter than the header": "name,company,email,mobile,phone\nAna Torres,Northwind Dental,ana@northwind.example,+14155550134\n",
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, _, err := contactimport.Read(text)
			require.NoError(t, err)
			require.Equal(t, want, rows)
		})
	}
}

func TestColumnsThatMeanNothingAreNamed(t *testing.T) {
	t.Parallel()
	_, ignored, err := contactimport.Read("name,company,Shoe size,,E-mail 2 Address\u202e\nAna,Northwind,38,,\n")
	require.NoError(t, err)
	require.Equal(t, []string{"Shoe size", "E-mail 2 Address"}, ignored)
}

func TestFilesThatHoldNobodyAreRefusedWithAReason(t *testing.T) {
	t.Parallel()
	for text, reason := range map[string]string{
		"name,company\n":                       "holds nobody",
		"name,company\r,\r":                    "holds nobody",
		"PK\x03\x04\x14":                       "workbook",
		"name,company\nAna,\"Northwind\nBen,x": "begins in line 2",
		"":                                     "is empty",
	} {
		rows, _, err := contactimport.Read(text)
		require.ErrorContains(t, err, reason, "%q", text)
		require.Nil(t, rows)
	}
}

func TestReadKnowsExcelsHint(t *testing.T) {
	t.Parallel()
	rows, _, err := contactimport.Read("sep=;\nname;company\nAna, of course;Northwind Dental\n")
	require.NoError(t, err)
	require.Equal(t, []contactimport.Row{{Line: 3, Name: "Ana, of course", Company: "Northwind Dental"}}, rows)
}

func TestReadCountsLinesOfTheFile(t *testing.T) {
	t.Parallel()
	rows, _, err := contactimport.Read("name,company\n\"Ana\nTorres\",Northwind\n\nBen,Northwind\n")
	require.NoError(t, err)
	require.Equal(t, []int{2, 5}, []int{rows[0].Line, rows[1].Line})
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, says string }{
		{"nothing", "", "empty"},
		{"a file without a name column", "company,email\nNorthwind,a@b.example\n", "no column for the name"},
		{"a file without a company column", "name,email\nAna,a@b.example\n", "no column for the company"},
		{"two columns of one meaning", "name,company,mobile,cell\nAna,Northwind,1,2\n", "Two columns mean mobile"},
		{"a quotation mark that stands alone", "name,company\nAna,Northwind\n\"Ben,Northwind\n", "quotation mark"},
		{"no table at all", "\x89PNG\r\n\x1a\n\x00\x00", "no column"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := contactimport.Read(c.text)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestReadStopsAtTheLimit(t *testing.T) {
	t.Parallel()
	full := "name,company\n" + strings.Repeat("Ana,Northwind\n", contactimport.MaxRows)
	rows, _, err := contactimport.Read(full)
	require.NoError(t, err)
	require.Len(t, rows, contactimport.MaxRows)
	_, _, err = contactimport.Read(full + "Ben,Northwind\n")
	require.ErrorContains(t, err, "10000 rows")
}

func review(t *testing.T, companies contactimport.Companies, contacts []contactimport.Contact, lines ...string) []contactimport.Entry {
	t.Helper()
	rows, _, err := contactimport.Read("name,company,email,mobile,phone\n" + strings.Join(lines, "\n"))
	require.NoError(t, err)
	entries := contactimport.Check(rows, companies)
	contactimport.Match(entries, contacts)
	return entries
}

func TestCheckReadsNumbersWithTheCompanysCountry(t *testing.T) {
	t.Parallel()
	entries := review(t, onFile, nil, "Ana,northwind DENTAL,Ana@Northwind.Example,(415) 555-0134,", "Bea,Harbor Logistics,,07400 123456,020 7946 0018", "Cem,New Co,,415 555 0177,")
	require.Equal(t, contactimport.Entry{Line: 2, Name: "Ana", Company: "Northwind Dental", Email: "Ana@northwind.example", Mobile: "+14155550134", CompanyID: northwind.ID, Action: contactimport.Create}, entries[0])
	require.Equal(t, "+447400123456", entries[1].Mobile)
	require.Equal(t, "+442079460018", entries[1].Phone)
	require.Equal(t, uuid.Nil, entries[2].CompanyID, "the company is new")
	require.Equal(t, []string{"Mobile: no country code: begin with +, or give the company a country"}, entries[2].Problems, "nobody knows its country")

	known := onFile
	known.Country = "MX"
	entries = review(t, known, nil, "Cem,New Co,,55 1234 5678,")
	require.Equal(t, "+525512345678", entries[0].Mobile, "the MSP's own country")
	require.Equal(t, contactimport.Create, entries[0].Action)
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	closed := onFile
	closed.MayGrow = false
	cases := []struct {
		name, line string
		companies  contactimport.Companies
		says       []string
	}{
		{"no name", ",Northwind Dental,,,", onFile, []string{"The name is missing"}},
		{"no company", "Ana,,,,", onFile, []string{"The company is missing"}},
		{"a bad address and a bad number", "Ana,Northwind Dental,ana at northwind,12,", onFile, []string{"E-mail: not an e-mail address", "Mobile: too few digits for a phone number"}},
		{"a formula for a name", "=HYPERLINK(1),Northwind Dental,,,", onFile, []string{"The name begins like a spreadsheet formula"}},
		{"a formula for a company", "Ana,@SUM(A1),,,", onFile, []string{"The company begins like a spreadsheet formula"}},
		{"a formula for a number", "Ana,Northwind Dental,,=1+1,", onFile, []string{"Mobile: not a phone number"}},
		{"a name too long", strings.Repeat("a", 201) + ",Northwind Dental,,,", onFile, []string{"The name is longer than 200 characters"}},
		{"bytes that are no text", "An\xff,Northwind Dental,,,", onFile, []string{"The name has characters that cannot be read; save the file as CSV (UTF-8)"}},
		{"a name over two lines", "\"Ana\nBcc: x\",Northwind Dental,,,", onFile, []string{"The name has characters that cannot be read; save the file as CSV (UTF-8)"}},
		{"a comma too many", "Torres, Ana,Northwind Dental,,,,x", onFile, []string{"More cells than columns: put a name that holds a comma into quotation marks", "E-mail: not an e-mail address"}},
		{"a company one may not add to", "Ana,Elsewhere,,,", closed, []string{"You cannot add people to this company"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			entries := review(t, c.companies, nil, c.line)
			require.Equal(t, contactimport.Skip, entries[0].Action)
			if c.name == "a comma too many" {
				require.Contains(t, entries[0].Problems, c.says[0])
				return
			}
			require.Equal(t, c.says, entries[0].Problems)
		})
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	ana := contactimport.Contact{ID: uuid.New(), CompanyID: northwind.ID, Name: "Ana Torres", Email: "ana@northwind.example", Mobile: "+14155550134"}
	john := contactimport.Contact{ID: uuid.New(), CompanyID: northwind.ID, Name: "John Smith", Email: "john@northwind.example"}
	other := contactimport.Contact{ID: uuid.New(), CompanyID: northwind.ID, Name: "John Smith"}
	cases := []struct {
		name     string
		contacts []contactimport.Contact
		lines    []string
		want     []string
	}{
		{"no one on file", nil, []string{"Ana Torres,Northwind Dental,ana@northwind.example,,"}, []string{"create"}},
		{"the same address, a new number", []contactimport.Contact{ana}, []string{"Ana Torres,Northwind Dental,ANA@northwind.example,+14155550177,"}, []string{"update " + ana.ID.String()}},
		{"the same address, a new name", []contactimport.Contact{ana}, []string{"Ana Torres-Lee,Northwind Dental,ana@northwind.example,,"}, []string{"update " + ana.ID.String()}},
		{"nothing new, and blanks change nothing", []contactimport.Contact{ana}, []string{"Ana Torres,Northwind Dental,ana@northwind.example,,"}, []string{"skip"}},
		{"name and company, in another writing", []contactimport.Contact{ana}, []string{"ANA  TORRES,Northwind Dental,,+14155550177,"}, []string{"update " + ana.ID.String()}},
		{"the same name elsewhere is another person", []contactimport.Contact{ana}, []string{"Ana Torres,Harbor Logistics,,,"}, []string{"create"}},
		{"an address of another company's person", []contactimport.Contact{ana}, []string{"Ana Torres,Harbor Logistics,ana@northwind.example,,"}, []string{"skip: This e-mail address belongs to a person of another company"}},
		{"two of one name on file", []contactimport.Contact{john, other}, []string{"John Smith,Northwind Dental,,+14155550177,"}, []string{"skip: Several people of this name are on file for this company: change them one by one"}},
		{"two of one name on file, told apart by address", []contactimport.Contact{john, other}, []string{"John Smith,Northwind Dental,john@northwind.example,+14155550177,"}, []string{"update " + john.ID.String()}},
		{"two of one name in the file; the one on file keeps its own row", []contactimport.Contact{john},
			[]string{"John Smith,Northwind Dental,john.s@northwind.example,,", "John Smith,Northwind Dental,john@northwind.example,+14155550177,"}, []string{"create", "update " + john.ID.String()}},
		{"one address twice in the file", nil, []string{"Ana,Northwind Dental,a@northwind.example,,", "Bea,Northwind Dental,A@northwind.example,,"}, []string{"create", "skip: An earlier row has this e-mail address"}},
		{"one person twice in the file", nil, []string{"Ana,Northwind Dental,a@northwind.example,,", "Ana,Northwind Dental,,,"}, []string{"create", "skip: An earlier row is about this person"}},
		{"colleagues who share a mailbox", []contactimport.Contact{{ID: john.ID, CompanyID: northwind.ID, Name: "Desk One", Email: "desk@northwind.example"}, {ID: other.ID, CompanyID: northwind.ID, Name: "Desk Two", Email: "desk@northwind.example"}},
			[]string{"Desk Two,Northwind Dental,desk@northwind.example,+14155550177,"}, []string{"update " + other.ID.String()}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, e := range review(t, onFile, c.contacts, c.lines...) {
				line := string(e.Action)
				if e.Action == contactimport.Update {
					line += " " + e.ContactID.String()
				}
				got = append(got, strings.TrimSuffix(line+": "+strings.Join(e.Problems, "; "), ": "))
			}
			require.Equal(t, c.want, got)
		})
	}
}

// For any file: two rows never change one contact, a row with a problem is not imported, and a second import of the same file creates no contact.
func TestImportingTwiceCreatesNobody(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var lines []string
		for range rapid.IntRange(1, 12).Draw(rt, "rows") {
			lines = append(lines, fmt.Sprintf("%s,%s,%s,%s,",
				rapid.SampledFrom([]string{"Ana", "Bea", "Cem", ""}).Draw(rt, "name"),
				rapid.SampledFrom([]string{"Northwind Dental", "Harbor Logistics"}).Draw(rt, "company"),
				rapid.SampledFrom([]string{"", "a@x.example", "b@x.example", "c@x.example", "bad"}).Draw(rt, "email"),
				rapid.SampledFrom([]string{"", "+14155550134", "nonsense"}).Draw(rt, "mobile")))
		}
		var contacts []contactimport.Contact
		for _, e := range review(t, onFile, nil, lines...) {
			require.Equal(rt, e.Good(), e.Action == contactimport.Create)
			if e.Action == contactimport.Create {
				contacts = append(contacts, contactimport.Contact{ID: uuid.New(), CompanyID: e.CompanyID, Name: e.Name, Email: e.Email, Mobile: e.Mobile, Phone: e.Phone})
			}
		}
		changed := map[uuid.UUID]bool{}
		for _, e := range review(t, onFile, contacts, lines...) {
			require.NotEqual(rt, contactimport.Create, e.Action, "line %d", e.Line)
			if e.Action == contactimport.Update {
				require.False(rt, changed[e.ContactID])
				changed[e.ContactID] = true
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("name,company\nAna,Northwind\n")
	f.Add("sep=;\n\"name\";company\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, _, err := contactimport.Read(text)
		if err == nil {
			contactimport.Match(contactimport.Check(rows, onFile), nil)
		}
	})
}
