package superopstest

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
