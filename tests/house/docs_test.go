package house

import (
	"fmt"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/problem"
)

func read(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile("../../" + path)
	require.NoError(t, err)
	return string(raw)
}

func TestEveryProblemIsDocumented(t *testing.T) {
	t.Parallel()
	page := read(t, "docs/api.md")
	for _, row := range problem.Table {
		require.Contains(t, page, fmt.Sprintf("| `%s` | %d | %s. %s |", row.Code, row.Status, row.Title, row.Detail))
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	t.Parallel()
	page := read(t, "docs/configuration.md")
	settings := regexp.MustCompile(`env:"([A-Z_]+)"`).FindAllStringSubmatch(read(t, "cmd/countersign/config.go"), -1)
	require.NotEmpty(t, settings)
	for _, setting := range settings {
		suffix := regexp.MustCompile(`_(AUTH_TOKEN)$`).FindString(setting[1])
		require.Condition(t, func() bool {
			return regexp.MustCompile("`COUNTERSIGN_"+setting[1]+"`").MatchString(page) || suffix != "" && regexp.MustCompile("`"+suffix+"`").MatchString(page)
		}, setting[1])
	}
}
