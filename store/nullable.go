package store

import (
	"time"

	"github.com/google/uuid"

	"countersign/core/clock"
)

// Text is a nullable text, "" for null.
func Text(s *string) string { return Value(s) }

// Nullable is null for "", else the text.
func Nullable(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Value is what p points to, the zero value for nil.
func Value[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}

// Now is the time in the precision that Postgres keeps, so that a time read back equals the one that was written.
func Now() time.Time { return clock.Now() }

// NullableID is null for uuid.Nil, else id.
func NullableID(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// NullableTime is null for the zero time, else t.
func NullableTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
