package inbound

import "strings"

// OwnWords is what the sender of a mail wrote themselves, above, between or below what they quote: quoted lines are left out, and the lines that introduce them.
func OwnWords(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var own []string
	for i := 0; i < len(lines); i++ {
		if introducing := introduces(lines[i:]); introducing > 0 {
			i += introducing - 1
		} else if !quoted(lines[i]) {
			own = append(own, strings.TrimRight(lines[i], " \t\r"))
		}
	}
	return strings.TrimSpace(strings.Join(own, "\n"))
}

func quoted(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), ">") }

func blank(line string) bool { return strings.TrimSpace(line) == "" }

// introduces tells how many of the first lines are "On ... wrote:", in whatever language: one that ends with a colon before a quote, or two where it was
// broken. It is 0 for any other line.
func introduces(lines []string) int {
	switch {
	case blank(lines[0]) || quoted(lines[0]):
		return 0
	case colonBeforeQuote(lines):
		return 1
	case len(lines) > 1 && strings.ContainsAny(lines[0], "0123456789,<@") && !quoted(lines[1]) && !blank(lines[1]) && colonBeforeQuote(lines[1:]):
		return 2
	}
	return 0
}

// colonBeforeQuote reports a line that ends with a colon, and whose next line that is not empty is quoted.
func colonBeforeQuote(lines []string) bool {
	if !strings.HasSuffix(strings.TrimSpace(lines[0]), ":") {
		return false
	}
	for _, line := range lines[1:] {
		if !blank(line) {
			return quoted(line)
		}
	}
	return false
}
