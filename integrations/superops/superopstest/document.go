package superopstest

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
