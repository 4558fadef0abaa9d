package connectwisetest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Conditions are an expression over the fields of a row:
//
//	closedFlag=false and company/id=42 and (summary contains "printer" or lastUpdated>[2026-01-01T00:00:00Z])

// test decides whether a row meets a condition.
type test func(Row) bool

// parseConditions reads conditions on a resource strictly; its error is the sentence ConnectWise answers.
func parseConditions(source string, known fields) (test, error) {
	tokens, err := scan(source)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens, known: known}
	found, err := p.either(0)
	if err != nil {
		return nil, err
	}
	if p.peek().kind != end {
		return nil, fmt.Errorf("Unexpected %q in the conditions.", p.peek().text)
	}
	return found, nil
}

type tokenKind int

const (
	end tokenKind = iota
	name
	quoted
	dated
	numeric
	symbol
)

type token struct {
	kind tokenKind
	text string
}

var (
	nameToken    = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_/]*`)
	numericToken = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?`)
	symbolToken  = regexp.MustCompile(`^(<=|>=|!=|[=<>(),])`)
)

// scan cuts conditions into tokens.
func scan(source string) ([]token, error) {
	var tokens []token
	for rest := strings.TrimLeft(source, " "); rest != ""; rest = strings.TrimLeft(rest, " ") {
		switch {
		case rest[0] == '"' || rest[0] == '\'':
			value, after, ok := unquote(rest)
			if !ok {
				return nil, fmt.Errorf("A string value is not closed. %s", howToWrite)
			}
			tokens, rest = append(tokens, token{quoted, value}), after
		case rest[0] == '[':
			value, after, ok := strings.Cut(rest[1:], "]")
			if !ok {
				return nil, fmt.Errorf("A DateTime value is not closed. %s", howToWrite)
			}
			tokens, rest = append(tokens, token{dated, value}), after
		default:
			next := firstOf(rest)
			if next.kind == end {
				return nil, fmt.Errorf("Unexpected character %q in the conditions. %s", rest[:1], howToWrite)
			}
			tokens, rest = append(tokens, next), rest[len(next.text):]
		}
	}
	return tokens, nil
}

func firstOf(rest string) token {
	for _, one := range []struct {
		kind    tokenKind
		pattern *regexp.Regexp
	}{{name, nameToken}, {numeric, numericToken}, {symbol, symbolToken}} {
		if found := one.pattern.FindString(rest); found != "" {
			return token{one.kind, found}
		}
	}
	return token{}
}

// unquote reads a string literal; a backslash takes the next character as it is.
func unquote(source string) (value, after string, ok bool) {
	var out strings.Builder
	for i := 1; i < len(source); i++ {
		switch {
		case source[i] == source[0]:
			return out.String(), source[i+1:], true
		case source[i] == '\\' && i+1 < len(source):
			i++
		}
		out.WriteByte(source[i])
	}
	return "", "", false
}

// howToWrite is the end of the sentence with which ConnectWise refuses conditions.
const howToWrite = "String values should be enclosed with double or single quotes; DateTime values should be enclosed in square brackets; numbers should " +
	"consist of only digits, and optionally a decimal point and a negation sign; boolean values should be indicated with the keywords true or false; null " +
	"values should be indicated by the keyword null."

// maxDepth bounds how deep parentheses may stand in each other.
const maxDepth = 32

type parser struct {
	tokens []token
	known  fields
}

func (p *parser) peek() token {
	if len(p.tokens) == 0 {
		return token{}
	}
	return p.tokens[0]
}

func (p *parser) next() token {
	first := p.peek()
	if len(p.tokens) > 0 {
		p.tokens = p.tokens[1:]
	}
	return first
}

// took takes the next token if it is one of these words or symbols.
func (p *parser) took(words ...string) bool {
	next := p.peek()
	if next.kind != name && next.kind != symbol || !slices.Contains(words, strings.ToLower(next.text)) {
		return false
	}
	p.next()
	return true
}

func (p *parser) either(depth int) (test, error) {
	left, err := p.both(depth)
	for err == nil && p.took("or") {
		var right test
		before := left
		if right, err = p.both(depth); err == nil {
			left = func(r Row) bool { return before(r) || right(r) }
		}
	}
	return left, err
}

func (p *parser) both(depth int) (test, error) {
	left, err := p.single(depth)
	for err == nil && p.took("and") {
		var right test
		before := left
		if right, err = p.single(depth); err == nil {
			left = func(r Row) bool { return before(r) && right(r) }
		}
	}
	return left, err
}

func (p *parser) single(depth int) (test, error) {
	switch {
	case depth > maxDepth:
		return nil, fmt.Errorf("The conditions are nested too deep.")
	case p.took("not"):
		inner, err := p.single(depth + 1)
		return func(r Row) bool { return !inner(r) }, err
	case p.took("("):
		inner, err := p.either(depth + 1)
		if err == nil && !p.took(")") {
			err = fmt.Errorf("A parenthesis is not closed in the conditions.")
		}
		return inner, err
	}
	return p.comparison()
}

func (p *parser) comparison() (test, error) {
	field := p.next()
	if field.kind != name {
		return nil, fmt.Errorf("Expected a field, not %q. %s", field.text, howToWrite)
	}
	holds, ok := p.known.find(field.text)
	if !ok {
		return nil, fmt.Errorf("%s is not a field that conditions can name.", field.text)
	}
	negated := p.took("not")
	operator := p.next()
	word := strings.ToLower(operator.text)
	switch {
	case word == "in":
		return p.among(field.text, holds, negated)
	case word == "like" || word == "contains":
		return p.resembles(field.text, word, holds, negated)
	case negated || operator.kind != symbol || !slices.Contains([]string{"=", "!=", "<", "<=", ">", ">="}, operator.text):
		return nil, fmt.Errorf("%q is not an operator.", operator.text)
	}
	value, err := p.literal(holds)
	if err != nil {
		return nil, err
	}
	return func(r Row) bool { return compare(r.at(field.text), operator.text, value) }, nil
}

func (p *parser) among(path string, holds kind, negated bool) (test, error) {
	if !p.took("(") {
		return nil, fmt.Errorf("in takes a list in parentheses.")
	}
	var values []any
	for {
		value, err := p.literal(holds)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
		if p.took(")") {
			break
		}
		if !p.took(",") {
			return nil, fmt.Errorf("The values of in are separated by commas.")
		}
	}
	return func(r Row) bool {
		return slices.ContainsFunc(values, func(v any) bool { return compare(r.at(path), "=", v) }) != negated
	}, nil
}

func (p *parser) resembles(path, how string, holds kind, negated bool) (test, error) {
	if holds != text {
		return nil, fmt.Errorf("%s compares strings, and %s is none.", how, path)
	}
	value, err := p.literal(text)
	pattern, ok := value.(string)
	if err != nil || !ok {
		return nil, fmt.Errorf("%s takes a string. %s", how, howToWrite)
	}
	if how == "contains" {
		pattern = "%" + pattern + "%"
	}
	wanted := like(pattern)
	return func(r Row) bool {
		held, _ := r.at(path).(string)
		return wanted.MatchString(held) != negated
	}, nil
}

// like makes a pattern with % for anything an expression; case does not count.
func like(pattern string) *regexp.Regexp {
	parts := strings.Split(pattern, "%")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile(`(?is)^` + strings.Join(parts, ".*") + `$`)
}

// literal reads a value and holds it against what the field holds.
func (p *parser) literal(holds kind) (any, error) {
	next := p.next()
	value, is, err := valueOf(next)
	switch {
	case err != nil:
		return nil, err
	case value == nil, is == holds:
		return value, nil
	}
	return nil, fmt.Errorf("Expected a %s value, not a %s. %s", holds, is, howToWrite)
}

func valueOf(t token) (any, kind, error) {
	switch {
	case t.kind == quoted:
		return t.text, text, nil
	case t.kind == dated:
		at, err := time.Parse(time.RFC3339, t.text)
		if err != nil {
			return nil, "", fmt.Errorf("[%s] is not a DateTime value. %s", t.text, howToWrite)
		}
		return at, date, nil
	case t.kind == numeric:
		value, err := strconv.ParseFloat(t.text, 64)
		return value, number, err
	case t.kind == name && strings.EqualFold(t.text, "true"), t.kind == name && strings.EqualFold(t.text, "false"):
		return strings.EqualFold(t.text, "true"), flag, nil
	case t.kind == name && strings.EqualFold(t.text, "null"):
		return nil, "", nil
	}
	return nil, "", fmt.Errorf("%q is not a value. %s", t.text, howToWrite)
}

// compare compares what a row holds with a value. What holds nothing equals null only.
func compare(held any, operator string, value any) bool {
	if held == nil || value == nil {
		return operator == "=" && held == value || operator == "!=" && held != value
	}
	order, ok := compareValues(held, value)
	if !ok {
		return false
	}
	switch operator {
	case "=":
		return order == 0
	case "!=":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}

// compareValues orders two values of one kind; texts without case. A date is held as text.
func compareValues(a, b any) (order int, ok bool) {
	switch right := b.(type) {
	case float64:
		left, ok := a.(float64)
		return threeWay(left, right), ok
	case bool:
		left, ok := a.(bool)
		if left == right {
			return 0, ok
		}
		return 1, ok
	case string:
		left, ok := a.(string)
		return strings.Compare(strings.ToLower(left), strings.ToLower(right)), ok
	case time.Time:
		written, _ := a.(string)
		left, err := time.Parse(time.RFC3339, written)
		return left.Compare(right), err == nil
	}
	return 0, false
}

func threeWay(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Literals returns the string literals of conditions, so that a client can prove how it quotes.
func Literals(conditions string) ([]string, error) {
	tokens, err := scan(conditions)
	var found []string
	for _, one := range tokens {
		if one.kind == quoted {
			found = append(found, one.text)
		}
	}
	return found, err
}
