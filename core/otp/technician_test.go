package otp_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/keys"
	"countersign/core/otp"
)

func TestATechniciansCodeBelongsToItsIssue(t *testing.T) {
	t.Parallel()
	ring := keys.Generate()
	code := func(tenant, request string, issue int) string {
		code, err := otp.TechnicianCode(ring, ring.Active(), tenant, request, issue)
		require.NoError(t, err)
		require.Regexp(t, `^\d{6}$`, code)
		return code
	}
	seen, padded := map[string]bool{}, 0
	for i := range 3000 {
		one := code("t1", strconv.Itoa(i), 1)
		require.Equal(t, one, code("t1", strconv.Itoa(i), 1), "both sides derive the same")
		seen[one] = true
		if one[0] == '0' {
			padded++
		}
	}
	require.Greater(t, len(seen), 2970)
	require.InDelta(t, 300, padded, 100, "leading zeros are kept, and as frequent as other digits")
	require.NotEqual(t, []string{code("t1", "v1", 1), code("t1", "v2", 1)}, []string{code("t1", "v1", 2), code("t1", "v2", 2)}, "another issue")
	require.NotEqual(t, []string{code("t1", "v1", 1), code("t1", "v2", 1)}, []string{code("t2", "v1", 1), code("t2", "v2", 1)}, "another MSP")
	_, err := otp.TechnicianCode(ring, "gone", "t1", "v1", 1)
	require.Error(t, err, "a key that is not there")
}
