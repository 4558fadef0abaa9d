package kit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/phone"
	"countersign/integrations/kit"
)

func TestANumberWithAnExtensionIsNoPersonsOwn(t *testing.T) {
	t.Parallel()
	for _, extension := range []string{"204", " 204 ", "x204", "ext. 204", "#204", "Ext:204"} {
		whole := kit.WithExtension(" 4155550100", extension)
		require.Equal(t, "4155550100 ext. 204", whole)
		_, err := phone.Parse(whole, "US")
		require.ErrorIs(t, err, phone.ErrExtension)
	}
	for _, none := range []string{"", " ", "-", "none"} {
		require.Equal(t, "4155550100", kit.WithExtension("4155550100", none))
	}
	require.Empty(t, kit.WithExtension("", "204"), "an extension alone is no number")
}
