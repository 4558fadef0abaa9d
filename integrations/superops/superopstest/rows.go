package superopstest

import (
	"strconv"
)

// shown is a record as its JSON shows it.
type shown = map[string]any

// idOf reads an id; 0 for none.
func idOf(value any) int64 {
	switch held := value.(type) {
	case string:
		id, _ := strconv.ParseInt(held, 10, 64)
		return id
	case float64:
		return int64(held)
	case int64:
		return held
	}
	return 0
}

func text(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

// client is a client of the MSP.
type client struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Stage string `json:"stage"`
}

// Key is the id of a record.
func (c client) Key() int64 { return c.ID }

func (c client) ref() any { return shown{"accountId": text(c.ID), "name": c.Name} }

func (c client) shown() shown {
	return shown{"accountId": text(c.ID), "name": c.Name, "stage": c.Stage, "status": "Paid", "emailDomains": []any{}, "customFields": shown{}}
}

// user is a requester.
type user struct {
	ID     int64             `json:"id"`
	Client int64             `json:"client"`
	First  string            `json:"first"`
	Last   string            `json:"last"`
	Email  string            `json:"email"`
	Number string            `json:"number"`
	Custom map[string]string `json:"custom"`
}

// Key is the id of a record.
func (u user) Key() int64 { return u.ID }

func (u user) name() string {
	if u.Last == "" {
		return u.First
	}
	return u.First + " " + u.Last
}

func (u user) ref() any { return shown{"userId": text(u.ID), "name": u.name(), "email": u.Email} }

// ticket is a ticket. What it was opened with beside the fields that are named here stays in Input.
type ticket struct {
	ID          int64  `json:"id"`
	Display     string `json:"display"`
	Created     string `json:"created"`
	Updated     string `json:"updated"`
	Description string `json:"description"`
	Client      int64  `json:"client"`
	Requester   int64  `json:"requester"`
	Group       int64  `json:"group"`
	Input       shown  `json:"input"`
	Trashed     bool   `json:"trashed"`
}

// Key is the id of a record.
func (t ticket) Key() int64 { return t.ID }

func (t ticket) words(field string) string { return wordOf(t.Input[field]) }

// note is a note of a ticket.
type note struct {
	ID      int64  `json:"id"`
	Ticket  int64  `json:"ticket"`
	Content string `json:"content"`
	Privacy string `json:"privacy"`
	Added   string `json:"added"`
}

// Key is the id of a record.
func (n note) Key() int64 { return n.ID }
