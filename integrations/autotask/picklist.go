package autotask

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"countersign/core/integration"
)

// listsFresh is how long we believe what an entity said of its fields: an MSP changes them now and then.
const listsFresh = 10 * time.Minute

// lookedUp are the picklists of an entity's fields, by the fields' names in lower case.
type lookedUp struct {
	at    time.Time
	lists map[string]picklist
}

// picklist is what a field can be, in Autotask's order. Inactive values are in it too: old tickets still have them.
type picklist []pick

// pick is one value of a picklist. Values are numbers, written as text.
type pick struct {
	Value          string      `json:"value"`
	Label          string      `json:"label"`
	IsDefaultValue bool        `json:"isDefaultValue"`
	SortOrder      json.Number `json:"sortOrder"`
	ParentValue    string      `json:"parentValue"` // of the field that decides on this one; "" for any
	IsActive       bool        `json:"isActive"`
}

// picklist asks an entity what one of its fields can be.
func (c *Client) picklist(ctx context.Context, entity, field string) (picklist, error) {
	c.mu.Lock()
	known, ok := c.lists[entity]
	c.mu.Unlock()
	if !ok || c.now().Sub(known.at) > listsFresh {
		var err error
		if known, err = c.lookUp(ctx, entity); err != nil {
			return nil, err
		}
		c.mu.Lock()
		c.lists[entity] = known
		c.mu.Unlock()
	}
	return known.lists[strings.ToLower(field)], nil
}

func (c *Client) lookUp(ctx context.Context, entity string) (lookedUp, error) {
	var said struct {
		Fields []struct {
			Name           string   `json:"name"`
			PicklistValues picklist `json:"picklistValues"`
		} `json:"fields"`
	}
	if err := c.get(ctx, integration.ReadSetup, "/"+entity+"/entityInformation/fields", &said); err != nil {
		return lookedUp{}, err
	}
	if len(said.Fields) == 0 {
		return lookedUp{}, c.http.Unreadable(true)
	}
	found := lookedUp{at: c.now(), lists: map[string]picklist{}}
	for _, field := range said.Fields {
		slices.SortStableFunc(field.PicklistValues, func(a, b pick) int { return cmp.Compare(a.order(), b.order()) })
		found.lists[strings.ToLower(field.Name)] = field.PicklistValues
	}
	return found, nil
}

func (p pick) order() int64 {
	order, _ := p.SortOrder.Int64()
	return order
}

// label is what a value is called; "" for one that is not in the list.
func (l picklist) label(value string) string {
	for _, one := range l {
		if one.Value == value && value != "" {
			return one.Label
		}
	}
	return ""
}

// valueOf is the active value of a name.
func (l picklist) valueOf(label string) (int64, bool) {
	for _, one := range l {
		if one.IsActive && strings.EqualFold(strings.TrimSpace(one.Label), strings.TrimSpace(label)) {
			return one.number()
		}
	}
	return 0, false
}

// usual is the value where the caller chose none: the default one, else Autotask's first, else any active one.
func (l picklist) usual() (int64, bool) {
	var best *pick
	for i := range l {
		one := &l[i]
		if _, ok := one.number(); one.IsActive && ok && (best == nil || one.rank() > best.rank()) {
			best = one
		}
	}
	if best == nil {
		return 0, false
	}
	return best.number()
}

func (p pick) rank() int {
	switch {
	case p.IsDefaultValue:
		return 2
	case p.Value == "1":
		return 1
	}
	return 0
}

func (p pick) number() (int64, bool) {
	value, err := strconv.ParseInt(p.Value, 10, 64)
	return value, err == nil
}
