package conversation

import "time"

// Arrival is a message as far as its place in the ticket depends on it.
type Arrival struct {
	Inbound    bool
	At         time.Time // when it came to our door, or was written
	ProviderAt time.Time // the provider's own time; zero where it tells none
}

// Order puts messages, given in the order in which they came to our door, into the order in which they go into the ticket: two inbound messages that came
// within Hold of each other go by the provider's time where it tells both, everything else as it came. It returns indexes.
func Order(messages []Arrival) []int {
	order := make([]int, len(messages))
	for i := range order {
		order[i] = i
	}
	// Every exchange makes two neighbours stand by the provider's time, so there are finitely many.
	for swapped := true; swapped; {
		swapped = false
		for i := 1; i < len(order); i++ {
			if overtaken(messages[order[i-1]], messages[order[i]]) {
				order[i-1], order[i] = order[i], order[i-1]
				swapped = true
			}
		}
	}
	return order
}

// overtaken tells that a message stands before one that was sent earlier.
func overtaken(first, second Arrival) bool {
	return first.Inbound && second.Inbound && !first.ProviderAt.IsZero() && !second.ProviderAt.IsZero() &&
		second.At.Sub(first.At).Abs() < Hold && second.ProviderAt.Before(first.ProviderAt)
}
