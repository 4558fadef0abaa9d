package spreadsheet_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/spreadsheet"
)

func TestFormulasAreHarmless(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"=HYPERLINK(1)":      "'=HYPERLINK(1)",
		"+1":                 "'+1",
		"-1+2":               "'-1+2",
		"@SUM(A1)":           "'@SUM(A1)",
		";=1+1":              ";'=1+1",
		"Ana;=1+1":           "Ana;'=1+1",
		"Ana\n=1+1":          "Ana\n'=1+1",
		"＝1+1":               "'＝1+1",
		"＋1":                 "'＋1",
		"＠SUM(A1)":           "'＠SUM(A1)",
		"  =1+1":             "'  =1+1",
		"\u200b=1+1":         "'\u200b=1+1",
		"\"=1+1\"":           "'\"=1+1\"",
		"\tx":                "'\tx",
		"Ana Torres":         "Ana Torres",
		"Ana-Maria":          "Ana-Maria",
		"a+b@x.example":      "a+b@x.example",
		"":                   "",
		`{"a":"b;c","d":-1}`: `{"a":"b;c","d":-1}`,
	} {
		require.Equal(t, want, spreadsheet.Harmless(cell), "%q", cell)
		require.Equal(t, want != cell && cell != "\tx", spreadsheet.IsFormula(cell), "%q", cell)
	}
}

func TestNothingIsAFormulaAnyMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cell := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"=", "+", "-", "@", "＝", ";", "\t", "\n", " ", "\u200b", "a", "1", "\""})).Draw(t, "cell"), "")
		for _, part := range strings.FieldsFunc(spreadsheet.Harmless(cell), func(r rune) bool { return r == ';' || r == '\n' || r == '\t' }) {
			if begins := strings.TrimLeft(part, " \u200b\""); begins != "" && !strings.HasPrefix(part, "'") {
				require.NotContains(t, "=+-@＝", string([]rune(begins)[0]), "%q", cell)
			}
		}
	})
}
