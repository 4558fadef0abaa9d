package house

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// namedTest is a test as docs/faults.md names it: a file in backticks, or a folder of tests, then perhaps the functions in it.
var namedTest = regexp.MustCompile("`([^`]+)`:?((?:,? Test[A-Za-z0-9]+)*)")

func TestEveryFaultHasATestThatExists(t *testing.T) {
	t.Parallel()
	faults, missing := 0, []string{}
	for line := range strings.Lines(read(t, "docs/faults.md")) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if len(cells) != 3 || strings.HasPrefix(line, "| seen |") {
			continue
		}
		faults++
		named := namedTest.FindAllStringSubmatch(cells[2], -1)
		if len(named) == 0 {
			missing = append(missing, "a test of: "+cells[0])
		}
		for _, one := range named {
			missing = append(missing, missingTests(one[1], regexp.MustCompile(`Test\w+`).FindAllString(one[2], -1))...)
		}
	}
	require.Greater(t, faults, 100)
	require.Empty(t, missing)
}

func missingTests(path string, names []string) (missing []string) {
	if entries, err := os.ReadDir("../../" + path); err == nil && len(entries) > 0 && len(names) == 0 {
		return nil
	}
	code, err := os.ReadFile("../../" + path)
	if err != nil || !regexp.MustCompile(`(_test\.go|\.test\.tsx?|\.spec\.ts)$`).MatchString(path) {
		return []string{path}
	}
	for _, name := range names {
		if !strings.Contains(string(code), "\nfunc "+name+"(") {
			missing = append(missing, path+" "+name)
		}
	}
	return missing
}
