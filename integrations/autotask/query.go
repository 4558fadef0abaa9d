package autotask

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// A page holds at most pageSize rows. A search reads at most maxPages of them; beyond that nothing is certain any more.
const (
	pageSize = 500
	maxPages = 20
)

// filter is one condition of a query, or a group of them (and, or).
type filter struct {
	Op    string   `json:"op"`
	Field string   `json:"field,omitempty"`
	Value any      `json:"value,omitempty"`
	Items []filter `json:"items,omitempty"`
}

// question is the body of a query. Rows come by id; Autotask has no other order.
type question struct {
	Filter        []filter `json:"filter"`
	IncludeFields []string `json:"IncludeFields,omitempty"`
	MaxRecords    int      `json:"MaxRecords"`
}

// everything is the filter of a whole list.
var everything = filter{Op: "exist", Field: "id"}

func is(field string, value any) filter    { return filter{Op: "eq", Field: field, Value: value} }
func anyOf(items ...filter) filter         { return filter{Op: "or", Items: items} }
func within(field string, ids any) filter  { return filter{Op: "in", Field: field, Value: ids} }
func since(field, at string) filter        { return filter{Op: "gte", Field: field, Value: at} }
func holding(field, words string) filter   { return filter{Op: "contains", Field: field, Value: words} }
func isNot(field string, value any) filter { return filter{Op: "noteq", Field: field, Value: value} }

// queryPage reads one page of an entity. next is "" for the first page, else what an earlier page returned.
func queryPage[Row any](ctx context.Context, c *Client, right integration.Right, entity string, q question, next string) (rows []Row, following string, err error) {
	r := request{right: right, method: http.MethodPost, path: "/" + entity + "/query", reading: true}
	if next != "" {
		at := placePattern.FindStringSubmatch(next)
		if at == nil || at[1] != entity || len(next) > placeLimit {
			return nil, "", fail.Refused(kit.BadPosition)
		}
		r.path, r.query = "/"+entity+"/query"+at[2], at[3]
	}
	if r.body, err = json.Marshal(q); err != nil {
		return nil, "", err
	}
	var page struct {
		Items       []Row `json:"items"`
		PageDetails *struct {
			NextPageURL string `json:"nextPageUrl"`
		} `json:"pageDetails"`
	}
	if err := c.call(ctx, r, &page); err != nil {
		return nil, "", err
	}
	if page.PageDetails == nil { // without them a list that is cut off would pass for a whole one
		return nil, "", c.http.Unreadable(true)
	}
	if page.PageDetails.NextPageURL == "" {
		return page.Items, "", nil
	}
	following, ok := c.place(ctx, entity, page.PageDetails.NextPageURL)
	if !ok || following == next {
		return nil, "", c.http.Unreadable(true)
	}
	return page.Items, following, nil
}

// placePattern is a place in a list as we keep it: the entity, the path below its query, and the query of the address.
var placePattern = regexp.MustCompile(`^([A-Za-z]{1,60})(/[A-Za-z]{1,20})?\?([A-Za-z0-9%._~&=+-]+)$`)

// placeLimit is the longest place that we keep.
const placeLimit = 4000

// place turns the address of a next page into one that holds no host: our credentials go to the zone alone, and stay good when the customer is moved.
func (c *Client) place(ctx context.Context, entity, raw string) (string, bool) {
	at, err := c.zone(ctx)
	if err != nil {
		return "", false
	}
	target, err := url.Parse(raw)
	if err != nil || target.User != nil || target.Scheme != at.api.Scheme || !strings.EqualFold(target.Host, at.api.Host) {
		return "", false
	}
	root := at.api.Path + "/V1.0/" + entity + "/query"
	if len(target.Path) < len(root) || !strings.EqualFold(target.Path[:len(root)], root) {
		return "", false
	}
	below := target.Path[len(root):]
	query, err := url.ParseQuery(target.RawQuery)
	if err != nil || below != "" && !strings.HasPrefix(below, "/") {
		return "", false
	}
	place := entity + below + "?" + query.Encode()
	return place, placePattern.MatchString(place) && len(place) <= placeLimit
}

// every reads a query to its end, at most maxPages pages; whole is false for one that is longer.
func every[Row any](ctx context.Context, c *Client, right integration.Right, entity string, q question) (all []Row, whole bool, err error) {
	q.MaxRecords = pageSize
	next := ""
	for range maxPages {
		rows, following, err := queryPage[Row](ctx, c, right, entity, q, next)
		if err != nil {
			return nil, false, err
		}
		all = append(all, rows...)
		if following == "" {
			return all, true, nil
		}
		next = following
	}
	return all, false, nil
}

// orLimit is how many values one condition may hold.
const orLimit = 500

// everyOf reads the rows whose field is one of some ids.
func everyOf[Row any](ctx context.Context, c *Client, right integration.Right, entity, field string, ids []int64, fields ...string) ([]Row, error) {
	var all []Row
	for len(ids) > 0 {
		some := ids[:min(len(ids), orLimit)]
		ids = ids[len(some):]
		rows, _, err := every[Row](ctx, c, right, entity, question{Filter: []filter{within(field, some)}, IncludeFields: fields})
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// item reads one record: null stands for one that is not there.
func item[Row any](ctx context.Context, c *Client, right integration.Right, entity, id string, own func(Row) int64) (Row, error) {
	var none Row
	number, err := record(id)
	if err != nil {
		return none, err
	}
	var found struct {
		Item *Row `json:"item"`
	}
	if err := c.get(ctx, right, "/"+entity+"/"+id, &found); err != nil {
		return none, err
	}
	if found.Item == nil {
		return none, fail.Absent(codeMissing)
	}
	if own(*found.Item) != number {
		return none, c.http.Unreadable(true)
	}
	return *found.Item, nil
}

// names reads what some records are called, by their ids.
func names[Row any](ctx context.Context, c *Client, right integration.Right, entity string, ids []int64, called func(Row) (int64, string), fields ...string) (map[string]string, error) {
	rows, err := everyOf[Row](ctx, c, right, entity, "id", ids, fields...)
	out := map[string]string{}
	for _, row := range rows {
		id, name := called(row)
		out[strconv.FormatInt(id, 10)] = name
	}
	return out, err
}
