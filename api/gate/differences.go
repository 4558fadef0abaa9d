package gate

import (
	"encoding/json"
	"reflect"
	"slices"
)

// Differences are what a change is audited with: which members of an answer changed, and their values before and after, by the names of the API. A member that is left
// out is null, a nil before is a thing that is new, a nil after one that is gone. What stands in the log stays there: secrets and what names a client's people must not
// be among the members.
func Differences(before, after any) map[string]any {
	was, is := membersOf(before), membersOf(after)
	fields, old, now := []string{}, map[string]any{}, map[string]any{}
	for _, members := range []map[string]any{was, is} {
		for name := range members {
			if !slices.Contains(fields, name) && !reflect.DeepEqual(was[name], is[name]) {
				fields = append(fields, name)
				old[name], now[name] = was[name], is[name]
			}
		}
	}
	slices.Sort(fields)
	return map[string]any{"fields": fields, "before": old, "after": now}
}

func membersOf(answer any) (members map[string]any) {
	raw, err := json.Marshal(answer)
	if err == nil {
		err = json.Unmarshal(raw, &members)
	}
	if err != nil {
		panic("gate: what is audited is an object: " + err.Error())
	}
	return members
}
