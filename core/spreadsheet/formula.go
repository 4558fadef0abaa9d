// Package spreadsheet keeps spreadsheets from running text of strangers as formulas (OWASP, "CSV Injection").
package spreadsheet

import (
	"regexp"
	"strings"
)

// formula is what a spreadsheet takes for the beginning of one: at the beginning of a cell, or after what another spreadsheet's list separator is, behind blanks,
// quotes and characters that cannot be seen, in ordinary and in full width.
var formula = regexp.MustCompile(`(^|[;；\t\r\n])([\p{Z}\p{Cf}\x00-\x08\x0b\x0c\x0e-\x1f\x7f"']*)([=+\-@|%＝＋－＠｜％﹦﹢﹣﹫−])`)

// Harmless is a cell that no spreadsheet runs: an apostrophe stands before each beginning of a formula.
func Harmless(cell string) string {
	if strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\r") || strings.HasPrefix(cell, "\n") {
		cell = "'" + cell
	}
	return formula.ReplaceAllString(cell, "$1'$2$3")
}

// IsFormula reports a text in which a spreadsheet would find a formula.
func IsFormula(text string) bool { return formula.MatchString(text) }
