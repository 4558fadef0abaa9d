package superopstest

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
)

// broken is a rule of the API that a request breaks.
type broken struct {
	rule   string // "field.unknown"
	detail string
}

// validate holds a document and its variables against the schema, and puts the variables into its arguments.
func validate(op operation, variables map[string]any) *broken {
	root := "Query"
	if op.kind == "mutation" {
		root = "Mutation"
	}
	declared := map[string]typeRef{}
	for _, one := range op.variables {
		if _, ok := schema[one.kind.name]; !ok && !scalars[one.kind.name] {
			return &broken{"variable.type", one.name}
		}
		if _, twice := declared[one.name]; twice {
			return &broken{"variable.twice", one.name}
		}
		declared[one.name] = one.kind
	}
	for name := range variables {
		if _, ok := declared[name]; !ok {
			return &broken{"variable.unknown", name}
		}
	}
	used := map[string]bool{}
	if wrong := validateFields(root, op.fields, declared, variables, used); wrong != nil {
		return wrong
	}
	for name := range declared {
		if !used[name] {
			return &broken{"variable.unused", name}
		}
	}
	return nil
}

func validateFields(of string, asked []selection, declared map[string]typeRef, variables map[string]any, used map[string]bool) *broken {
	seen := map[string]bool{}
	for i := range asked {
		one := &asked[i]
		known, ok := schema[of].fields[one.name]
		switch {
		case !ok:
			return &broken{"field.unknown", of + "." + one.name}
		case seen[one.alias]:
			return &broken{"field.twice", of + "." + one.alias}
		}
		seen[one.alias] = true
		if wrong := settleArguments(one, known, declared, variables, used); wrong != nil {
			return wrong
		}
		below := schema[known.kind.name]
		if (below.kind == "type") != (one.fields != nil) {
			return &broken{"field.selection", of + "." + one.name}
		}
		if wrong := validateFields(known.kind.name, one.fields, declared, variables, used); wrong != nil {
			return wrong
		}
	}
	return nil
}

// settleArguments puts the values of variables in their place and judges them all.
func settleArguments(one *selection, known field, declared map[string]typeRef, variables map[string]any, used map[string]bool) *broken {
	settled := map[string]any{}
	for name, value := range one.args {
		wanted, ok := known.args[name]
		if !ok {
			return &broken{"argument.unknown", one.name + "." + name}
		}
		if ref, ok := value.(variableRef); ok {
			kind, ok := declared[string(ref)]
			switch {
			case !ok:
				return &broken{"variable.undeclared", string(ref)}
			case kind.String() != wanted.String():
				return &broken{"variable.type", string(ref) + " is " + kind.String() + ", not " + wanted.String()}
			}
			used[string(ref)] = true
			value = variables[string(ref)]
		}
		if wrong := judge(wanted, value, one.name+"."+name, 0); wrong != nil {
			return wrong
		}
		settled[name] = value
	}
	for name, wanted := range known.args {
		if wanted.needed && settled[name] == nil {
			return &broken{"argument.missing", one.name + "." + name}
		}
	}
	one.args = settled
	return nil
}

// judge holds a value against the type that is wanted.
func judge(wanted typeRef, value any, at string, depth int) *broken {
	switch {
	case value == nil && wanted.needed:
		return &broken{"input.required", at}
	case value == nil:
		return nil
	case depth > deepest:
		return &broken{"input.depth", at}
	case wanted.list:
		items, ok := value.([]any)
		if !ok {
			return &broken{"input.type", at}
		}
		for i, item := range items {
			if wrong := judge(typeRef{name: wanted.name, needed: wanted.itemNeed}, item, at+"."+strconv.Itoa(i), depth+1); wrong != nil {
				return wrong
			}
		}
		return nil
	}
	held, ok := schema[wanted.name]
	switch {
	case !ok && isScalar(wanted.name, value):
		return nil
	case !ok:
		return &broken{"input.type", at}
	case held.kind == "enum":
		text := wordOf(value)
		if _, ok := held.fields[text]; !ok {
			return &broken{"input.enum", at}
		}
		return nil
	}
	object, ok := value.(map[string]any)
	if !ok {
		return &broken{"input.type", at}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		known, ok := held.fields[name]
		if !ok {
			return &broken{"input.unknown", at + "." + name}
		}
		if wrong := judge(known.kind, object[name], at+"."+name, depth+1); wrong != nil {
			return wrong
		}
	}
	for _, name := range slices.Sorted(maps.Keys(held.fields)) {
		if held.fields[name].kind.needed && object[name] == nil {
			return &broken{"input.required", at + "." + name}
		}
	}
	return nil
}

func isScalar(kind string, value any) bool {
	switch held := value.(type) {
	case string:
		return kind == "ID" || kind == "String" || kind == "JSON"
	case float64:
		return kind == "JSON" || kind == "Int" && held == math.Trunc(held) && math.Abs(held) <= math.MaxInt32 || kind == "ID" && held == math.Trunc(held)
	case bool:
		return kind == "Boolean" || kind == "JSON"
	case enumWord, variableRef:
		return false
	}
	return kind == "JSON"
}

// wordOf is an enum's value as a document or as JSON writes it.
func wordOf(value any) string {
	switch held := value.(type) {
	case enumWord:
		return string(held)
	case string:
		return held
	}
	return ""
}

// request is the body of every request.
type request struct {
	Query         string         `json:"query"`
	Variables     map[string]any `json:"variables"`
	OperationName *string        `json:"operationName"`
}

// parseRequest reads and validates a request.
func parseRequest(body []byte) (operation, *broken) {
	var given request
	if json.Unmarshal(body, &given) != nil {
		return operation{}, &broken{"json", "the body is no JSON object with a query"}
	}
	op, err := parseDocument(given.Query)
	if err != nil {
		return operation{}, &broken{"document.syntax", err.Error()}
	}
	return op, validate(op, given.Variables)
}
