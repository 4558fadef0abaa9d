package directory

import "countersign/core/plaintext"

// The longest number and e-mail address that are kept, in characters. Longer ones are no numbers and no addresses.
const (
	longestNumber  = 80
	longestAddress = 400
)

// CleanCompanies is the page with every text made fit to be kept. Rows whose id cannot be kept are left out and counted: the id would name no record that
// can be read again.
func CleanCompanies(p Page[Company]) (kept Page[Company], refused int) {
	return cleaned(p, func(c *Company) string {
		c.Name = plaintext.Line(c.Name, plaintext.LongestName)
		return c.ID
	})
}

// CleanContacts is CleanCompanies for contacts. A contact whose company's id cannot be kept has no company.
func CleanContacts(p Page[Contact]) (kept Page[Contact], refused int) {
	return cleaned(p, func(c *Contact) string {
		if !plaintext.IsID(c.CompanyID) {
			c.CompanyID = ""
		}
		c.Name, c.Email = plaintext.Line(c.Name, plaintext.LongestName), plaintext.Line(c.Email, longestAddress)
		c.Mobile, c.Phone = plaintext.Line(c.Mobile, longestNumber), plaintext.Line(c.Phone, longestNumber)
		return c.ID
	})
}

func cleaned[Row any](p Page[Row], clean func(*Row) (id string)) (kept Page[Row], refused int) {
	kept = p
	kept.Rows = make([]Row, 0, len(p.Rows))
	for _, row := range p.Rows {
		if id := clean(&row); plaintext.IsID(id) {
			kept.Rows = append(kept.Rows, row)
		}
	}
	return kept, len(p.Rows) - len(kept.Rows)
}
