// Package messages stores messages from and to clients: inbound, outbox and opt-outs.
package messages

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/core/message"
	"countersign/store"
	"countersign/store/db"
)

// Message is a message as screens show it. Body is PII.
type Message struct {
	ID         uuid.UUID
	Direction  string // inbound | outbound
	Transport  string
	Kind       string // inbound, message, or the kind of an automatic text
	Body       string
	Media      []conversation.Picture
	SentByName string
	At         time.Time
	Status     message.Status
	ErrorCode  string
	Noted      bool
}

// The table and columns of sealed bodies.
const (
	Table       = "messages"
	BodyColumn  = "body_sealed"
	TheirColumn = "their_sealed"
	// lastText is how much of a message a list shows, in characters.
	lastText = 120
)

// OpenBody opens a message's text; "" when it has none.
func OpenBody(tx store.Tx, id uuid.UUID, sealed []byte) (string, error) {
	if sealed == nil {
		return "", nil
	}
	return tx.Open(Table, BodyColumn, id, sealed)
}

// OpenNumber opens the number of the other end; "" once it is forgotten.
func OpenNumber(tx store.Tx, row db.Message) (string, error) {
	if row.TheirSealed == nil {
		return "", nil
	}
	return tx.Open(Table, TheirColumn, row.ID, row.TheirSealed)
}

// Read opens a sealed message.
func Read(tx store.Tx, row db.Message) (Message, error) {
	body, err := OpenBody(tx, row.ID, row.BodySealed)
	if err != nil {
		return Message{}, err
	}
	media, err := ReadPictures(row)
	return Message{
		ID: row.ID, Direction: row.Direction, Transport: row.Transport, Kind: row.Kind, Body: body, Media: media, SentByName: store.Text(row.SentByName),
		At: row.At, Status: message.Status(row.Status), ErrorCode: store.Text(row.ErrorCode), Noted: row.NotedAt != nil,
	}, err
}

// ReadPictures opens the sealed pictures of a message.
func ReadPictures(row db.Message) (pictures []conversation.Picture, err error) {
	if err = json.Unmarshal(row.Media, &pictures); err != nil {
		return nil, fmt.Errorf("store: media of message %s: %w", row.ID, err)
	}
	return pictures, nil
}

// Beginning is the first line's worth of a text.
func Beginning(body string) string {
	body = strings.Join(strings.Fields(body), " ")
	if utf8.RuneCountInString(body) > lastText {
		body = string([]rune(body)[:lastText-1]) + "…"
	}
	return body
}
