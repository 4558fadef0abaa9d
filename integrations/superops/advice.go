package superops

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"countersign/core/contactsearch"
	"countersign/core/integration"
)

// contactNumberField stands in the setting of the mobile field for the contact number, which is no custom field.
const contactNumberField = "contactNumber"

// fewestDigits is how many digits a value has at least that may be a telephone number.
const fewestDigits = 7

// heldNumbers says what the custom fields of some requesters hold.
type heldNumbers struct {
	requesters int
	known      map[string]bool // keys that stand there at all
	numbers    map[string]int  // by key: how many requesters have there what looks like a number
	named      bool            // a field is known by its label
}

// numbersHeld reads a page of requesters. SuperOps lists no fields of requesters: which ones there are, only their rows tell, by keys like udf1text.
func (c *Client) numbersHeld(ctx context.Context) (heldNumbers, error) {
	rows, _, err := c.users(ctx, listInfo{Page: 1, PageSize: pageSize})
	if err != nil {
		return heldNumbers{}, err
	}
	held := heldNumbers{requesters: len(rows), known: map[string]bool{}, numbers: map[string]int{}}
	for _, row := range rows {
		fields := customFieldsOf(row.CustomFields)
		if _, found := namedMobile(fields); found {
			held.named = true
		}
		for _, field := range fields {
			held.known[strings.ToLower(field.key)] = true
			if len(contactsearch.Digits(field.value)) >= fewestDigits {
				held.numbers[field.key]++
			}
		}
	}
	return held, nil
}

// fields lists the keys that hold numbers, those of most requesters first.
func (h heldNumbers) fields() string {
	keys := make([]string, 0, len(h.numbers))
	for key := range h.numbers {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if h.numbers[a] != h.numbers[b] {
			return h.numbers[b] - h.numbers[a]
		}
		return strings.Compare(a, b)
	})
	for i, key := range keys {
		keys[i] = fmt.Sprintf("%s (%d of %d requesters)", key, h.numbers[key], h.requesters)
	}
	return strings.Join(keys, ", ")
}

// unknownField is the complaint of a mobile field that none of the requesters has; nil where the field may be right.
func (c *Client) unknownField(h heldNumbers) error {
	if c.mobileField == "" || strings.EqualFold(c.mobileField, contactNumberField) || h.requesters == 0 || h.known[strings.ToLower(c.mobileField)] {
		return nil
	}
	sentence := "No requester has a custom field with the key \"" + c.mobileField + "\"."
	if fields := h.fields(); fields != "" {
		sentence += " What looks like numbers stands in " + fields + "."
	} else {
		sentence += " Fill it in for one requester, then test again."
	}
	return &integration.Complaint{Sentence: sentence, Cause: fail.Unsettled(codeNoMobileField)}
}

// Advise implements integration.Adviser: where mobile numbers stand in a custom field that is not known by its name, its key has to be entered.
func (c *Client) Advise(ctx context.Context) (string, error) {
	if c.mobileField != "" {
		return "", nil
	}
	held, err := c.numbersHeld(ctx)
	if err != nil || held.named || held.requesters == 0 {
		return "", err
	}
	if fields := held.fields(); fields != "" {
		return "What looks like numbers stands in custom fields of requesters: " + fields + ". Enter the key of the one for mobile numbers under Mobile number field; until then only contact numbers are read.", nil
	}
	return "No custom field of requesters holds numbers: contact numbers are read as mobile numbers. If there is such a field, fill it in for one requester and test again.", nil
}
