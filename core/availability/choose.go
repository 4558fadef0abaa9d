package availability

import (
	"slices"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/problem"
)

// Choose picks the option for a way, over the given address or, with uuid.Nil, over the first that is open. The error is a *problem.Error:
// not_found for an address that is not on file for this way, country_not_allowed or channel_unavailable with the reason for a closed one.
func Choose(options []Option, name channel.Name, address uuid.UUID) (Option, error) {
	var refused *Option
	for _, option := range options {
		switch {
		case option.Channel != name:
		case option.Code == NotInPolicy || option.Code == NoAddress && address == uuid.Nil:
			return Option{}, problem.New(problem.ChannelUnavailable, option.Reason+". Choose another way.")
		case address != uuid.Nil && option.ContactPoint.ID != address:
		case option.Open():
			return option, nil
		case refused == nil:
			refused = &option
		}
	}
	switch {
	case refused == nil:
		return Option{}, problem.New(problem.NotFound, "This contact has no such address on file for this way. Load the contact's channels and choose one of them.")
	case refused.Code == CountryNotAllowed:
		return Option{}, problem.New(problem.CountryNotAllowed, refused.Reason+". Choose another way, or ask an Admin to allow the country in the policy.")
	case !slices.ContainsFunc(options, Option.Open):
		return Option{}, problem.New(problem.ChannelUnavailable, refused.Reason+". No way to this person is open.")
	default:
		return Option{}, problem.New(problem.ChannelUnavailable, refused.Reason+". Choose another way.")
	}
}
