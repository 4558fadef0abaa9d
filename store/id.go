package store

import (
	"strings"

	"github.com/google/uuid"
)

// NewID makes a UUIDv7: ids of one table sort by the time they were made.
func NewID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// normalEmail is an address as it is compared.
func normalEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }
