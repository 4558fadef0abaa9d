package superopstest

import "encoding/json"

// operation is what a document asks for: one query or one mutation.
type operation struct {
	kind      string // "query", "mutation"
	variables []variable
	fields    []selection
}

type variable struct {
	name string
	kind typeRef
}

// typeRef is a type as it is written: ID, ID!, [ID], [ID!]!.
type typeRef struct {
	name     string
	list     bool
	needed   bool // "!" at its end
	itemNeed bool // "!" within the list
}

func (t typeRef) String() string {
	out := t.name
	if t.list {
		if t.itemNeed {
			out += "!"
		}
		out = "[" + out + "]"
	}
	if t.needed {
		out += "!"
	}
	return out
}

// selection is one field that is asked for.
type selection struct {
	alias  string // under which it is answered
	name   string
	args   map[string]any // variableRef, enumWord, or a value as JSON decodes it
	fields []selection
}

type (
	variableRef string
	enumWord    string
)

// deepest is how deep selections and values may nest.
const deepest = 12

// parser reads tokens from the first on.
type parser struct {
	rest []token
}

// parseDocument reads a document that holds one operation.
func parseDocument(document string) (operation, error) {
	read, err := tokens(document)
	if err != nil {
		return operation{}, err
	}
	p := &parser{rest: read}
	op, err := p.operation()
	if err == nil && p.rest[0].kind != end {
		err = errSyntax
	}
	return op, err
}

func (p *parser) take() token {
	next := p.rest[0]
	if next.kind != end {
		p.rest = p.rest[1:]
	}
	return next
}

// skip takes a mark if it comes next.
func (p *parser) skip(text string) bool {
	if p.rest[0] == (token{mark, text}) {
		p.rest = p.rest[1:]
		return true
	}
	return false
}

func (p *parser) need(text string) error {
	if !p.skip(text) {
		return errSyntax
	}
	return nil
}

func (p *parser) word() (string, error) {
	if p.rest[0].kind != word {
		return "", errSyntax
	}
	return p.take().text, nil
}

func (p *parser) operation() (op operation, err error) {
	op.kind = "query"
	if p.rest[0].kind == word {
		op.kind = p.take().text
		if op.kind != "query" && op.kind != "mutation" {
			return op, errSyntax
		}
		if p.rest[0].kind == word {
			p.take() // its name
		}
		if op.variables, err = p.variables(); err != nil {
			return op, err
		}
	}
	op.fields, err = p.selections(0)
	return op, err
}

func (p *parser) variables() (out []variable, err error) {
	if !p.skip("(") {
		return nil, nil
	}
	for !p.skip(")") {
		var one variable
		if err := p.need("$"); err != nil {
			return nil, err
		}
		if one.name, one.kind, err = p.typed(); err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// typed reads "name: Type".
func (p *parser) typed() (name string, kind typeRef, err error) {
	if name, err = p.word(); err != nil {
		return name, kind, err
	}
	if err = p.need(":"); err != nil {
		return name, kind, err
	}
	kind, err = p.typeRef()
	return name, kind, err
}

func (p *parser) typeRef() (out typeRef, err error) {
	out.list = p.skip("[")
	if out.name, err = p.word(); err != nil {
		return out, err
	}
	if out.list {
		out.itemNeed = p.skip("!")
		if err := p.need("]"); err != nil {
			return out, err
		}
	}
	out.needed = p.skip("!")
	return out, nil
}

func (p *parser) selections(depth int) (out []selection, err error) {
	if err := p.need("{"); err != nil || depth > deepest {
		return nil, errSyntax
	}
	for !p.skip("}") {
		var one selection
		if one.name, err = p.word(); err != nil {
			return nil, err
		}
		one.alias = one.name
		if p.skip(":") {
			if one.name, err = p.word(); err != nil {
				return nil, err
			}
		}
		if one.args, err = p.arguments(depth); err != nil {
			return nil, err
		}
		if p.rest[0] == (token{mark, "{"}) {
			if one.fields, err = p.selections(depth + 1); err != nil {
				return nil, err
			}
		}
		out = append(out, one)
	}
	if len(out) == 0 {
		return nil, errSyntax
	}
	return out, nil
}

func (p *parser) arguments(depth int) (map[string]any, error) {
	if !p.skip("(") {
		return nil, nil
	}
	return p.pairs(")", depth)
}

// pairs reads "name: value" up to a mark. No name may come twice.
func (p *parser) pairs(until string, depth int) (map[string]any, error) {
	out := map[string]any{}
	for !p.skip(until) {
		name, err := p.word()
		if err != nil || p.need(":") != nil {
			return nil, errSyntax
		}
		value, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, twice := out[name]; twice {
			return nil, errSyntax
		}
		out[name] = value
	}
	return out, nil
}

func (p *parser) value(depth int) (any, error) {
	if depth > deepest {
		return nil, errSyntax
	}
	switch next := p.take(); {
	case next == token{mark, "$"}:
		name, err := p.word()
		return variableRef(name), err
	case next == token{mark, "["}:
		list := []any{}
		for !p.skip("]") {
			one, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			list = append(list, one)
		}
		return list, nil
	case next == token{mark, "{"}:
		return p.pairs("}", depth)
	case next.kind == number:
		var n float64
		return n, json.Unmarshal([]byte(next.text), &n)
	case next.kind == quoted:
		return next.text, nil
	case next.kind == word:
		return named(next.text), nil
	}
	return nil, errSyntax
}

// named is what a bare word stands for.
func named(text string) any {
	switch text {
	case "true", "false":
		return text == "true"
	case "null":
		return nil
	}
	return enumWord(text)
}
