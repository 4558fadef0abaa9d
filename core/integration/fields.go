package integration

import (
	"context"

	"countersign/core/ticket"
)

// Field is a field of a ticket default. Name is one of core/ticket's names or the PSA's own.
type Field struct {
	Name     string
	Label    string // as the PSA's own screens call it: "Board", "Queue", "Group"
	Required bool
	Of       string // the field whose choice decides on the choices here: a status of a board; "" for none
	Text     bool   // typed freely; there are no choices
}

// Choice is a value that a field can take.
type Choice struct {
	ID    string
	Label string
}

// Chooser is a PSA that tells what the fields of a ticket default can be.
type Chooser interface {
	// Choices of a field of Vendor.Fields, given what is chosen already, in the PSA's own order. Inactive ones are left out.
	// A field whose Of is not chosen yet has none.
	Choices(ctx context.Context, field string, chosen ticket.Defaults) ([]Choice, error)
}
