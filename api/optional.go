package api

// value is what an optional member holds, the zero value when it is absent.
func value[T any](member *T) T {
	if member == nil {
		var zero T
		return zero
	}
	return *member
}
