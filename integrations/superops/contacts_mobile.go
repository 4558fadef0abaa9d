package superops

import (
	"encoding/json"
	"slices"
	"strings"
)

// mobileNames are the names by which a custom field for mobile numbers is known, the surest first.
var mobileNames = []string{"mobile phone", "mobile number", "cell phone", "cell number", "cell", "mobile"}

// customField is a custom field of a requester, with its value.
type customField struct {
	key   string // what it is written by: "udf1text"
	name  string // what people call it; the key where SuperOps does not tell
	value string
}

// customFieldsOf reads a requester's custom fields: an object of keys and values, or a list of fields that tell their key and their label.
func customFieldsOf(raw json.RawMessage) []customField {
	var object map[string]any
	if json.Unmarshal(raw, &object) == nil {
		var fields []customField
		for key, value := range object {
			fields = append(fields, customField{key: key, name: key, value: textOf(value)})
		}
		slices.SortFunc(fields, func(a, b customField) int { return strings.Compare(a.key, b.key) })
		return fields
	}
	var list []struct {
		Key   string `json:"columnName"`
		Label string `json:"label"`
		Value any    `json:"value"`
	}
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	fields := make([]customField, len(list))
	for i, one := range list {
		fields[i] = customField{key: one.Key, name: one.Label, value: textOf(one.Value)}
	}
	return fields
}

// textOf is the value of a text field; "" for a value of any other kind.
func textOf(value any) string {
	text, _ := value.(string)
	return strings.TrimSpace(text)
}

// mobileIn is the value of the custom field for mobile numbers of a requester: by its key where that is configured, else by its name. The contact number is no
// custom field.
func mobileIn(custom json.RawMessage, configured string) string {
	fields := customFieldsOf(custom)
	if strings.EqualFold(configured, contactNumberField) {
		return ""
	}
	if configured == "" {
		field, _ := namedMobile(fields)
		return field.value
	}
	at := slices.IndexFunc(fields, func(f customField) bool { return strings.EqualFold(f.key, configured) })
	if at < 0 {
		return "" // this requester has no value yet
	}
	return fields[at].value
}

// namedMobile finds the field for mobile numbers by its name in any case; false where none is called so.
func namedMobile(fields []customField) (customField, bool) {
	for _, name := range mobileNames {
		for _, field := range fields {
			if field.key != "" && named(field.name) == name {
				return field, true
			}
		}
	}
	return customField{}, false
}

// named is a field's name as it is compared: in lower case, its words one space apart.
func named(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.NewReplacer("_", " ", "-", " ").Replace(text))), " ")
}
