package store

import "fmt"

// Arguments numbers the parameters of a statement that is put together from parts.
type Arguments struct{ Values []any }

// Add adds a parameter and returns its placeholder.
func (a *Arguments) Add(value any) string {
	a.Values = append(a.Values, value)
	return fmt.Sprintf("$%d", len(a.Values))
}
