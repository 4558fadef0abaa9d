package template

import "strings"

// part is a stretch of literal text, or one placeholder.
type part struct {
	text        string // literal, or the placeholder as it was written
	placeholder Placeholder
}

// parse cuts a line or text into its parts. ${ begins a placeholder and the next } ends it; a ${ that is never closed stays literal, and closed is false.
func parse(text string) (parts []part, closed bool) {
	for {
		start := strings.Index(text, "${")
		if start < 0 {
			break
		}
		length := strings.IndexAny(text[start+2:], "}\n")
		if length < 0 || text[start+2+length] == '\n' {
			return append(parts, part{text: text}), false
		}
		if start > 0 {
			parts = append(parts, part{text: text[:start]})
		}
		end := start + 2 + length + 1
		parts = append(parts, part{text: text[start:end], placeholder: Placeholder(text[start+2 : end-1])})
		text = text[end:]
	}
	if text != "" {
		parts = append(parts, part{text: text})
	}
	return parts, true
}

// expand puts values into one line in a single pass: a value that looks like a placeholder stays as it is. Unknown placeholders stay visible.
func expand(line string, values Values) string {
	parts, _ := parse(inOneMinute(line, values))
	var out strings.Builder
	for _, p := range parts {
		if _, known := reach[p.placeholder]; known {
			out.WriteString(values.of(p.placeholder))
		} else {
			out.WriteString(p.text)
		}
	}
	return out.String()
}

// inOneMinute puts "minutes" into the singular where it is one.
func inOneMinute(line string, values Values) string {
	if values.Minutes != "1" {
		return line
	}
	return strings.ReplaceAll(line, "${minutes} minutes", "${minutes} minute")
}

// lines cuts a text into the lines that a message with these values has. A line about something that is not there (a ticket, a company) is left out,
// unless it carries the code or link; blank lines never follow each other, begin or end a text.
func lines(text string, values Values) []string {
	var kept []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line = strings.TrimRight(line, " \t\r")
		if line == "" && (len(kept) == 0 || kept[len(kept)-1] == "") {
			continue
		}
		if !isMoot(line, values) {
			kept = append(kept, line)
		}
	}
	if len(kept) > 0 && kept[len(kept)-1] == "" {
		kept = kept[:len(kept)-1]
	}
	return kept
}

// isMoot reports a line that speaks of a missing ticket or company.
func isMoot(line string, values Values) bool {
	moot := false
	parts, _ := parse(line)
	for _, p := range parts {
		switch p.placeholder {
		case Code, Link:
			return false
		case Ticket, Company:
			moot = moot || values.of(p.placeholder) == ""
		}
	}
	return moot
}

// paragraphs cuts a text into paragraphs of lines, still with their placeholders.
func paragraphs(text string, values Values) [][]string {
	var all [][]string
	var open []string
	for _, line := range append(lines(text, values), "") {
		if line != "" {
			open = append(open, line)
		} else if len(open) > 0 {
			all, open = append(all, open), nil
		}
	}
	return all
}

// Paragraphs expands a text to its paragraphs, each a list of lines.
func Paragraphs(text string, values Values) [][]string {
	all := paragraphs(text, values)
	for _, paragraph := range all {
		for i, line := range paragraph {
			paragraph[i] = expandLine(line, values)
		}
	}
	return all
}

// expandLine is expand without the double blanks that a missing value leaves.
func expandLine(line string, values Values) string {
	line = expand(line, values)
	for strings.Contains(line, "  ") {
		line = strings.ReplaceAll(line, "  ", " ")
	}
	return strings.Trim(line, " ")
}

// plain expands a text for a reader without HTML.
func plain(text string, values Values) string {
	var all []string
	for _, paragraph := range Paragraphs(text, values) {
		all = append(all, strings.Join(paragraph, "\n"))
	}
	return strings.Join(all, "\n\n")
}
