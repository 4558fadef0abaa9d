package superopstest

// definition is a type of SuperOps' API.
type definition struct {
	kind   string // "type", "input", "enum"
	fields map[string]field
}

// field is a field of a type or of an input, or a value of an enum.
type field struct {
	kind typeRef
	args map[string]typeRef
}

// scalars have no fields.
var scalars = map[string]bool{"ID": true, "String": true, "Int": true, "Boolean": true, "JSON": true}

// schema is what facts says, by the names of types.
var schema = mustParseSchema(facts)

func mustParseSchema(text string) map[string]definition {
	out, err := parseSchema(text)
	if err != nil {
		panic(err) // facts are ours
	}
	return out
}

// parseSchema reads type definitions (GraphQL specification, section 3).
func parseSchema(text string) (map[string]definition, error) {
	read, err := tokens(text)
	if err != nil {
		return nil, err
	}
	p := &parser{rest: read}
	out := map[string]definition{}
	for p.rest[0].kind != end {
		kind, err := p.word()
		if err != nil || kind != "type" && kind != "input" && kind != "enum" {
			return nil, errSyntax
		}
		name, err := p.word()
		if err != nil || p.need("{") != nil {
			return nil, errSyntax
		}
		held := definition{kind: kind, fields: map[string]field{}}
		for !p.skip("}") {
			called, one, err := p.definedField(kind)
			if err != nil {
				return nil, err
			}
			held.fields[called] = one
		}
		out[name] = held
	}
	return out, nil
}

func (p *parser) definedField(of string) (name string, out field, err error) {
	if name, err = p.word(); err != nil || of == "enum" {
		return name, out, err
	}
	if p.skip("(") {
		out.args = map[string]typeRef{}
		for !p.skip(")") {
			arg, kind, err := p.typed()
			if err != nil {
				return name, out, err
			}
			out.args[arg] = kind
		}
	}
	if err := p.need(":"); err != nil {
		return name, out, err
	}
	out.kind, err = p.typeRef()
	return name, out, err
}
