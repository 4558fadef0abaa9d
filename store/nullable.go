package store

import (
	"time"

	"countersign/core/clock"
)

// Text is a nullable text, "" for null.
func Text(s *string) string { return Value(s) }

// Nullable is null for the zero value ("", uuid.Nil), else v.
func Nullable[T comparable](v T) *T {
	if v == *new(T) {
		return nil
	}
	return &v
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

// NullableTime is null for the zero time in whatever zone, else t.
func NullableTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
