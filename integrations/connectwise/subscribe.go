package connectwise

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// callbacksPath is where ConnectWise keeps subscriptions to callbacks. No screen shows them, so our member makes its own.
const callbacksPath = "/system/callbacks"

// everyRecord is the object of a callback about all records of a type, at the level of the owner.
const (
	ownerLevel  = "owner"
	everyRecord = 1
)

// subscribed are the types of records whose changes we want to hear of. Tickets are read whenever they are shown.
var subscribed = []string{"contact", "company"}

// callbackRow is a subscription to callbacks.
type callbackRow struct {
	ID           int64  `json:"id,omitempty"`
	Description  string `json:"description"`
	URL          string `json:"url"`
	Type         string `json:"type"`
	Level        string `json:"level"`
	ObjectID     int64  `json:"objectId"`
	InactiveFlag bool   `json:"inactiveFlag"`
}

// Subscribe implements integration.WebhookSubscriber. A callback that ConnectWise has switched off because we did not answer is switched on again, and one that leads
// to this connection at an address that we had before follows us.
func (c *Client) Subscribe(ctx context.Context, address string) error {
	return lacksCallbacks(c.subscribe(ctx, address))
}

// callbackRights is what the API member needs for callbacks beside the rights of the list, in ConnectWise's own words.
const callbackRights = "System → Table Setup: Add, Edit and Delete (All), and, where it is customized, allow General / Auto Sync"

// lacksCallbacks says which right is missing when ConnectWise refuses to set callbacks up.
func lacksCallbacks(err error) error {
	if denied, ok := errors.AsType[*integration.Denied](err); ok {
		return &integration.Complaint{
			Sentence: "ConnectWise does not tell of changes as they happen: the API member may not set callbacks up. Give its security role \"" + callbackRights + "\".", Cause: denied,
		}
	}
	return err
}

func (c *Client) subscribe(ctx context.Context, address string) error {
	rows, err := c.callbacks(ctx)
	if err != nil {
		return err
	}
	for _, of := range subscribed {
		held, found := callbackRow{}, false
		for _, row := range rows {
			if row.Type == of && row.Level == ownerLevel && row.ObjectID == everyRecord && samePath(row.URL, address) && (!found || row.URL == address) {
				held, found = row, true
			}
		}
		if err := c.settleCallback(ctx, held, found, of, address); err != nil {
			return err
		}
	}
	return nil
}

// Unsubscribe implements integration.WebhookSubscriber.
func (c *Client) Unsubscribe(ctx context.Context, address string) error {
	rows, err := c.callbacks(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if !samePath(row.URL, address) {
			continue
		}
		err := c.call(ctx, request{right: integration.ReadSetup, method: http.MethodDelete, path: callbacksPath + "/" + kit.IDText(row.ID)}, nil)
		if err != nil && !errors.Is(err, ticket.ErrNotFound) {
			return err
		}
	}
	return nil
}

func (c *Client) callbacks(ctx context.Context) (rows []callbackRow, err error) {
	query := url.Values{"fields": {"id,url,type,level,objectId,inactiveFlag"}, "pageSize": {strconv.Itoa(peoplePage)}}
	err = c.get(ctx, integration.ReadSetup, callbacksPath, query, &rows)
	return rows, err
}

// settleCallback makes a callback, or what is wrong with one right.
func (c *Client) settleCallback(ctx context.Context, held callbackRow, found bool, of, address string) error {
	if !found {
		made := callbackRow{Description: "Countersign", URL: address, Type: of, Level: ownerLevel, ObjectID: everyRecord}
		return c.send(ctx, integration.ReadSetup, http.MethodPost, callbacksPath, made, nil)
	}
	var changes []operation
	if held.URL != address {
		changes = append(changes, operation{Op: "replace", Path: "url", Value: address})
	}
	if held.InactiveFlag {
		changes = append(changes, operation{Op: "replace", Path: "inactiveFlag", Value: false})
	}
	if len(changes) == 0 {
		return nil
	}
	return c.send(ctx, integration.ReadSetup, http.MethodPatch, callbacksPath+"/"+kit.IDText(held.ID), changes, nil)
}

// samePath reports whether two addresses differ in the server only. The path holds the connection's id, which is unique.
func samePath(one, other string) bool {
	a, wrongA := url.Parse(one)
	b, wrongB := url.Parse(other)
	return wrongA == nil && wrongB == nil && a.Path != "" && a.Path == b.Path
}
