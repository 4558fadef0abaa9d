package settings

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"countersign/core/lookalike"
	"countersign/core/template"
	"countersign/store"
)

// SenderTaken says which fields name a number, mailbox or shown name that is not the MSP's. It is an ErrConflict.
type SenderTaken struct{ Fields []string }

func (e *SenderTaken) Error() string {
	return "store: not a sender of this MSP: " + strings.Join(e.Fields, ", ")
}

// Unwrap returns ErrConflict.
func (e *SenderTaken) Unwrap() error { return store.ErrConflict }

// Senders are the numbers (E.164) and mailboxes (in lower case) that the operator assigned to an MSP.
type Senders struct{ Numbers, Mailboxes []string }

// ListSenders are the MSP's own.
func ListSenders(ctx context.Context, tx store.Tx) (own Senders, err error) {
	rows, err := tx.Query(ctx, `SELECT kind, value FROM door.own_senders()`)
	if err != nil {
		return own, err
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Kind, Value string }])
	for _, sender := range found {
		if sender.Kind == store.SenderNumber {
			own.Numbers = append(own.Numbers, sender.Value)
		} else {
			own.Mailboxes = append(own.Mailboxes, sender.Value)
		}
	}
	return own, err
}

// takeSenders makes the shown names of a branding this MSP's and gives up its earlier ones. A *SenderTaken error tells which fields name a sender that is not its own.
func takeSenders(ctx context.Context, tx store.Tx, b template.Branding) error {
	own, err := ListSenders(ctx, tx)
	if err != nil {
		return err
	}
	taken := &SenderTaken{}
	if b.SenderNumber != "" && !slices.Contains(own.Numbers, b.SenderNumber) {
		taken.Fields = append(taken.Fields, "sender_number")
	}
	if b.SenderEmail != "" && !slices.Contains(own.Mailboxes, strings.ToLower(b.SenderEmail)) {
		taken.Fields = append(taken.Fields, "sender_email")
	}
	others, err := claimNames(ctx, tx, lookalike.Fold(b.MSPName), lookalike.Fold(b.SenderName))
	if err != nil {
		return err
	}
	for field, name := range map[string]string{"msp_name": b.MSPName, "sender_name": b.SenderName} {
		if slices.Contains(others, lookalike.Fold(name)) {
			taken.Fields = append(taken.Fields, field)
		}
	}
	if len(taken.Fields) == 0 {
		return nil
	}
	slices.Sort(taken.Fields)
	return taken
}

// claimNames makes folded names this MSP's and returns those that another MSP has.
func claimNames(ctx context.Context, tx store.Tx, folded ...string) (others []string, err error) {
	folded = slices.DeleteFunc(folded, func(name string) bool { return name == "" })
	rows, err := tx.Query(ctx, `SELECT value FROM door.claim_names($1)`, folded)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
