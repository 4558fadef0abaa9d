package syncrotest

import (
	"strconv"
)

// shown is a record as its JSON shows it.
type shown = map[string]any

// number reads an id; 0 for none.
func number(text string) int {
	id, _ := strconv.Atoi(text)
	return id
}

// text writes an id; "" for none.
func text(id int) string {
	if id == 0 {
		return ""
	}
	return strconv.Itoa(id)
}

// orNull is what Syncro shows for an empty text.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// customer is a client of the MSP.
type customer struct {
	ID       int    `json:"id"`
	Name     string `json:"name"`
	Disabled bool   `json:"disabled"`
	Updated  string `json:"updated"`
}

// Key is the id of a record.
func (c customer) Key() int { return c.ID }

func (c customer) shown() shown {
	return shown{
		"id": c.ID, "firstname": "", "lastname": "", "fullname": "", "business_name": c.Name, "business_then_name": c.Name, "business_and_full_name": c.Name,
		"email": nil, "phone": nil, "mobile": nil, "get_sms": false, "opt_out": false, "no_email": false, "disabled": c.Disabled, "properties": shown{},
		"created_at": c.Updated, "updated_at": c.Updated, "contacts": []any{},
	}
}

// contact is a contact of a customer.
type contact struct {
	ID       int    `json:"id"`
	Customer int    `json:"customer"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	Phone    string `json:"phone"`
	Mobile   string `json:"mobile"`
	Updated  string `json:"updated"`
}

// Key is the id of a record.
func (c contact) Key() int { return c.ID }

func (c contact) shown() shown {
	out := shown{
		"id": c.ID, "customer_id": nil, "account_id": 1, "name": c.Name, "email": orNull(c.Email), "phone": orNull(c.Phone), "mobile": orNull(c.Mobile), "extension": nil,
		"notes": nil, "properties": shown{}, "opt_out": false, "vendor_id": nil, "created_at": c.Updated, "updated_at": c.Updated,
	}
	if c.Customer != 0 {
		out["customer_id"] = c.Customer
	}
	return out
}

// ticket is a ticket; Input is what it was made and changed with.
type ticket struct {
	ID      int    `json:"id"`
	Number  int    `json:"number"`
	Input   shown  `json:"input"`
	Created string `json:"created"`
	Updated string `json:"updated"`
}

// Key is the id of a record.
func (t ticket) Key() int { return t.ID }

func (t ticket) id(field string) int {
	id, _ := t.Input[field].(float64)
	return int(id)
}

func (t ticket) words(field string) string {
	said, _ := t.Input[field].(string)
	return said
}

func (t ticket) closed() bool {
	return t.words("status") == "Resolved" || t.words("status") == "Invoiced"
}

// comment is a comment of a ticket.
type comment struct {
	ID      int    `json:"id"`
	Ticket  int    `json:"ticket"`
	Subject string `json:"subject"`
	Body    string `json:"body"`
	Hidden  bool   `json:"hidden"`
	Created string `json:"created"`
}

// Key is the id of a record.
func (c comment) Key() int { return c.ID }

func (c comment) shown() shown {
	return shown{
		"id": c.ID, "ticket_id": c.Ticket, "subject": c.Subject, "body": c.Body, "hidden": c.Hidden, "tech": "Countersign", "user_id": UserSam,
		"created_at": c.Created, "updated_at": c.Created,
	}
}
