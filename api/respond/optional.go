package respond

// Value is what an optional member holds, the zero value when it is absent.
func Value[T any](member *T) T {
	if member == nil {
		var zero T
		return zero
	}
	return *member
}

// Present is an optional member of an answer: absent when there is nothing to say.
func Present[T ~string | ~int](member T) *T {
	var nothing T
	if member == nothing {
		return nil
	}
	return &member
}

// Or is what the pointer points to, or the standard without one.
func Or[T any](given *T, otherwise T) T {
	if given == nil {
		return otherwise
	}
	return *given
}
