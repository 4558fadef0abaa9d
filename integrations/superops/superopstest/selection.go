package superopstest

import "encoding/json"

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
		err := json.Unmarshal([]byte(next.text), &n)
		return n, err
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
