package contract

import (
	"maps"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/core/ticket"
)

// choicesSuite lists what the fields of a ticket can be.
var choicesSuite = suite{"choices", []story{
	{"every field has choices", everyFieldHasChoices},
}}

func everyFieldHasChoices(b *bench) {
	chooser := needs[integration.Chooser](b)
	all := b.defaults(true)
	for _, field := range b.vendor.Fields {
		if field.Text {
			continue
		}
		choices, err := chooser.Choices(b.soon(), field.Name, all)
		require.NoError(b, err, field.Name)
		if field.Required {
			require.NotEmpty(b, choices, field.Name)
		}
		seen := map[string]bool{}
		for _, choice := range choices {
			require.NotEmpty(b, choice.ID, field.Name)
			require.NotEmpty(b, choice.Label, field.Name)
			require.False(b, seen[choice.ID], "%s offers %s twice", field.Name, choice.ID)
			seen[choice.ID] = true
		}
		if field.Of != "" {
			without := maps.Clone(all)
			delete(without, field.Of)
			for _, chosen := range []ticket.Defaults{nil, without} {
				none, err := chooser.Choices(b.soon(), field.Name, chosen)
				require.NoError(b, err, field.Name)
				require.Empty(b, none, "%s depends on %s, which is not chosen", field.Name, field.Of)
			}
		}
	}
}
