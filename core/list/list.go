// Package list makes one list out of another.
package list

// Of is what change makes of each item, in their order. It is never nil: JSON shows a list without items as [].
func Of[From, To any](items []From, change func(From) To) []To {
	changed := make([]To, len(items))
	for i, item := range items {
		changed[i] = change(item)
	}
	return changed
}

// Read is Of for a change that may fail. The first failure ends it.
func Read[From, To any](items []From, change func(From) (To, error)) ([]To, error) {
	changed := make([]To, len(items))
	for i, item := range items {
		var err error
		if changed[i], err = change(item); err != nil {
			return nil, err
		}
	}
	return changed, nil
}
