package settings

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"countersign/core/contactsearch"
	"countersign/core/template"
	"countersign/store"
)

// SenderTaken says which fields of a branding name a sender of another MSP. It is an ErrConflict.
type SenderTaken struct{ Fields []string }

func (e *SenderTaken) Error() string {
	return "store: another MSP has this sender: " + strings.Join(e.Fields, ", ")
}

// Unwrap returns ErrConflict.
func (e *SenderTaken) Unwrap() error { return store.ErrConflict }

// sender is a number, mailbox or shown name under which messages go out; value is compared as it stands.
type sender struct{ field, kind, value string }

func sendersOf(b template.Branding) []sender {
	senders := []sender{
		{"sender_number", "number", b.SenderNumber},
		{"sender_email", "mailbox", strings.ToLower(b.SenderEmail)},
		{"msp_name", "name", contactsearch.SortName(b.MSPName)},
		{"sender_name", "name", contactsearch.SortName(b.SenderName)},
	}
	return slices.DeleteFunc(senders, func(s sender) bool { return s.value == "" })
}

// claimSenders makes the senders of a branding this MSP's and gives up its earlier ones. A *SenderTaken error names those of another MSP.
func claimSenders(ctx context.Context, tx store.Tx, b template.Branding) error {
	senders := sendersOf(b)
	kinds, values := make([]string, len(senders)), make([]string, len(senders))
	for i, s := range senders {
		kinds[i], values[i] = s.kind, s.value
	}
	rows, err := tx.Query(ctx, `SELECT kind, value FROM door.claim_senders($1, $2)`, kinds, values)
	if err != nil {
		return err
	}
	others, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Kind, Value string }])
	if err != nil || len(others) == 0 {
		return err
	}
	taken := &SenderTaken{}
	for _, s := range senders {
		if slices.Contains(others, struct{ Kind, Value string }{s.kind, s.value}) {
			taken.Fields = append(taken.Fields, s.field)
		}
	}
	return taken
}
