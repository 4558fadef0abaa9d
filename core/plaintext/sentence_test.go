package plaintext_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/plaintext"
)

func TestASentenceBeginsWithACapital(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "a client of Northwind": "A client of Northwind", "élodie": "Élodie", "Élodie Martin": "Élodie Martin", "ångström": "Ångström", "ليلى": "ليلى", "北": "北", "ǆ": "ǅ", "7 days": "7 days",
	} {
		require.Equal(t, want, plaintext.Capital(text))
	}
}

func TestANameFromRightToLeftTurnsNothingAroundIt(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"": "", "Grace Kim": "Grace Kim", "Élodie": "Élodie", "北 48190": "北 48190",
		"ليلى": "\u2068ليلى\u2069", "דנה Levi": "\u2068דנה Levi\u2069", "Northwind ٤٢": "\u2068Northwind ٤٢\u2069",
	} {
		require.Equal(t, want, plaintext.Isolated(name))
	}
}
