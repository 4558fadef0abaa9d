package store

import (
	"github.com/google/uuid"
)

// NewID makes a UUIDv7: ids of one table sort by the time they were made.
func NewID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
