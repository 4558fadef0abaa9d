package messages

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/integration"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/tickets"
)

// listedFields are the fields whose whole list a ticket system gives.
var listedFields = []string{
	ticket.FieldBoard, ticket.FieldStatus, ticket.FieldType, ticket.FieldSubtype, ticket.FieldItem, ticket.FieldCategory, ticket.FieldPriority, ticket.FieldSource, ticket.FieldClosed, ticket.FieldSMSReceived,
}

// checkFields asks the ticket system whether it knows what a channel names, and refuses what it does not. Where it cannot be asked now the channel is saved:
// its first ticket tells.
func (h SMSChannels) checkFields(ctx context.Context, asked gen.SMSChannelSettings) error {
	psa, field, fields := h.fieldsOf(ctx, asked)
	if psa == uuid.Nil || len(fields) == 0 {
		return nil
	}
	vendor, err := h.vendorOf(ctx, psa)
	if err != nil || vendor.Kind == "" {
		return err
	}
	var wrong error
	_ = vendors.Ask(ctx, h.PSAs, psa, func(ctx context.Context, system ticket.System) error {
		chooser, ok := system.(integration.Chooser)
		if !ok {
			return nil
		}
		for _, f := range vendor.Fields {
			value := fields[f.Name]
			if value == "" || f.Text || !slices.Contains(listedFields, f.Name) {
				continue
			}
			choices, err := chooser.Choices(ctx, f.Name, fields)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(choices, func(c integration.Choice) bool { return c.ID == value || strings.EqualFold(c.Label, value) }) {
				name := field
				if name == "" {
					name = "ticket_defaults." + f.Name
				}
				wrong = problem.Invalid(problem.ValidationFailed, problem.Field{Field: name, Message: vendor.Name + " has no such " + strings.ToLower(f.Label) + " (any more): choose another."})
				return nil
			}
		}
		return nil
	})
	return wrong
}

// fieldsOf are the fields of new tickets that a channel names, by itself or by its ticket default; then field is where that is named.
func (h SMSChannels) fieldsOf(ctx context.Context, asked gen.SMSChannelSettings) (psa uuid.UUID, field string, fields ticket.Defaults) {
	if asked.TicketDefaultID == nil {
		if asked.IntegrationID != nil {
			psa = *asked.IntegrationID
		}
		return psa, "", ticket.Defaults(respond.Value(asked.TicketDefaults))
	}
	of, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (tickets.Default, error) {
		return tickets.GetDefault(ctx, tx, *asked.TicketDefaultID)
	})
	if err != nil {
		return uuid.Nil, "", nil // saving says so
	}
	return of.Integration.ID, "ticket_default_id", of.Fields
}

func (h SMSChannels) vendorOf(ctx context.Context, psa uuid.UUID) (integration.Vendor, error) {
	of, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) ([]integrations.PSAHealth, error) {
		return integrations.ListPSAs(ctx, tx, &psa)
	})
	if err != nil || len(of) == 0 {
		return integration.Vendor{}, err
	}
	vendor, _ := vendors.Find(h.PSAs, of[0].Kind)
	return vendor, nil
}
