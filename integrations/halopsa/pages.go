package halopsa

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"strconv"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// pageSize is the largest page that HaloPSA gives.
const pageSize = 100

// list is a list as HaloPSA gives it.
type list[Row any] struct {
	rows  []Row
	count int  // how many there are on all pages, where it tells
	bare  bool // a bare array: there are no pages
}

// parseList reads a list: small ones are bare arrays, others stand under a key beside their count.
func parseList[Row any](body []byte, key string) (out list[Row], ok bool) {
	if body = bytes.TrimSpace(body); bytes.HasPrefix(body, []byte("[")) {
		out.bare = true
		return out, json.Unmarshal(body, &out.rows) == nil
	}
	var held map[string]json.RawMessage
	if json.Unmarshal(body, &held) != nil || !bytes.HasPrefix(bytes.TrimSpace(held[key]), []byte("[")) || json.Unmarshal(held[key], &out.rows) != nil {
		return out, false
	}
	var count id
	_ = count.UnmarshalJSON(held["record_count"]) // it cannot fail
	out.count = int(count)
	return out, true
}

// getList reads a list; key is what its rows stand under.
func getList[Row any](ctx context.Context, c *Client, right integration.Right, path, key string, query url.Values) (list[Row], error) {
	var body json.RawMessage
	if err := c.get(ctx, right, path, query, &body); err != nil {
		return list[Row]{}, err
	}
	found, ok := parseList[Row](body, key)
	if !ok {
		return list[Row]{}, c.http.Unreadable(true)
	}
	return found, nil
}

// paged asks for one page of a list, by id.
func paged(number, size int, falling bool) url.Values {
	return url.Values{
		"pageinate": {"true"}, "page_size": {strconv.Itoa(size)}, "page_no": {strconv.Itoa(number)}, "order": {"id"}, "orderdesc": {strconv.FormatBool(falling)},
	}
}

// record reads a record by its id; ticket.ErrNotFound for an id that none can have. there tells a record from what is none.
func record[Row any](ctx context.Context, c *Client, right integration.Right, folder, wanted string, there func(Row) bool) (Row, error) {
	var none Row
	if _, ok := parseID(wanted); !ok {
		return none, fail.Absent(kit.BadID)
	}
	var row *Row
	if err := c.get(ctx, right, folder+wanted, url.Values{"includedetails": {"true"}}, &row); err != nil {
		return none, err
	}
	if row == nil { // it says so as well by answering nothing
		return none, fail.Absent(kit.BadID)
	}
	if !there(*row) {
		return none, c.http.Unreadable(true)
	}
	return *row, nil
}
