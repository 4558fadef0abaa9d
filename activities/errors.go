package activities

import (
	"time"

	"go.temporal.io/sdk/temporal"
)

// Types of application errors, by which retry policies decide.
const (
	ErrorFatal  = "fatal"   // a repetition would fail the same way
	ErrorNotYet = "not-yet" // expected while a provider is down or throttles
)

func fatal(err error) error {
	return temporal.NewNonRetryableApplicationError("this cannot succeed", ErrorFatal, err)
}

// notYet asks Temporal to come back, after the pause the provider named when it named one.
func notYet(after time.Duration) error {
	return temporal.NewApplicationErrorWithOptions("the provider cannot take it now", ErrorNotYet,
		temporal.ApplicationErrorOptions{NextRetryDelay: after, Category: temporal.ApplicationErrorCategoryBenign})
}
