package gate

import (
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/problem"
)

func TestIsFinal(t *testing.T) {
	t.Parallel()
	body := func(code problem.Code) []byte { return []byte(`{"code":"` + string(code) + `"}`) }
	for _, row := range problem.Table {
		want := row.Status < 500
		switch row.Status {
		case 401, 403, 429:
			want = false
		}
		if row.Code == problem.Conflict || row.Code == problem.Closing {
			want = false
		}
		require.Equal(t, want, isFinal(row.Status, body(row.Code)), row.Code)
	}
	require.True(t, isFinal(201, nil))
	require.False(t, isFinal(302, nil))
	require.False(t, isFinal(404, []byte("not a problem")))
}
