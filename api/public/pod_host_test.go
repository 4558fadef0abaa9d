package public

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/integration"
)

func TestAVendorsHostsAreTheirOwn(t *testing.T) {
	t.Parallel()
	label := rapid.StringMatching(`[a-z][a-z0-9-]{0,9}`)
	rapid.Check(t, func(t *rapid.T) {
		own := "https://" + label.Draw(t, "host") + "." + label.Draw(t, "domain") + ".example"
		vendor := integration.Vendor{Pod: &integration.Pod{Origins: []string{"https://*." + label.Draw(t, "vendor") + ".example"}}}
		got := hostOrigins(own, vendor)
		require.Equal(t, own, got[0])
		require.Equal(t, sourceCovers(vendor.Pod.Origins[0], own), slices.Contains(got, vendor.Pod.Origins[0]))
		require.False(t, sourceCovers("https://*.vendor.example", "http://a.vendor.example"))
		require.False(t, sourceCovers("https://*.vendor.example", "https://vendor.example"))
	})
}
