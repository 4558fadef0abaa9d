package connectwise

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// newCommunication is the body of a new way to reach a person.
type newCommunication struct {
	Type        reference `json:"type"`
	Value       string    `json:"value"`
	DefaultFlag bool      `json:"defaultFlag"`
	Kind        string    `json:"communicationType"`
}

// SetMobile sets the number that Contact shows as the mobile one, and makes one where there is none. A contact that has the number already stays unchanged.
func (c *Client) SetMobile(ctx context.Context, contactID, number string) error {
	if !kit.IsE164(number) {
		return fail.Refused(kit.BadNumber)
	}
	row, err := c.contactRow(ctx, contactID)
	if err != nil {
		return err
	}
	held := firstOf(row.Items, isMobile)
	path := "/company/contacts/" + contactID + "/communications"
	switch {
	case held != nil && held.number() == number:
		return nil
	case held != nil:
		change := []operation{{Op: "replace", Path: "value", Value: number}}
		if held.Extension != "" {
			change = append(change, operation{Op: "replace", Path: "extension", Value: ""})
		}
		return c.send(ctx, integration.EditContacts, http.MethodPatch, path+"/"+kit.IDText(held.ID), change, nil)
	}
	kind, err := c.mobileType(ctx)
	if err != nil {
		return err
	}
	first := firstOf(row.Items, isOtherPhone) == nil
	return c.send(ctx, integration.EditContacts, http.MethodPost, path, newCommunication{Type: reference{ID: kind}, Value: number, DefaultFlag: first, Kind: "Phone"}, nil)
}

// mobileType is the id of the type that the MSP calls a mobile number. Types are called by a description.
func (c *Client) mobileType(ctx context.Context) (int64, error) {
	var types []struct {
		ID          int64  `json:"id"`
		Description string `json:"description"`
	}
	query := url.Values{"conditions": {"phoneFlag=true"}, "orderBy": {"id asc"}, "pageSize": {strconv.Itoa(peoplePage)}}
	if err := c.get(ctx, integration.ReadSetup, "/company/communicationTypes", query, &types); err != nil {
		return 0, err
	}
	for _, one := range types {
		if mobileType.MatchString(one.Description) {
			return one.ID, nil
		}
	}
	return 0, fail.Refused(codeNoMobileType)
}
