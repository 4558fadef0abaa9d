package availability_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/availability"
	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/core/problem"
)

func TestUsedUpAttemptsCloseCodesAndLeaveLinks(t *testing.T) {
	t.Parallel()
	person := availability.Person{
		Company: "Northwind", Policy: policy.Default(), CodesClosedUntil: time.Date(2026, 11, 30, 14, 5, 0, 0, time.UTC),
		ContactPoints: []availability.ContactPoint{{ID: uuid.New(), Kind: channel.Mobile, Country: "US"}, {ID: uuid.New(), Kind: channel.EmailAddress}},
	}
	for _, option := range availability.Options(person) {
		spec, _ := channel.Of(option.Channel)
		if spec.Proof == channel.Code || spec.Proof == channel.Match {
			require.Equal(t, availability.CodesClosed, option.Code, option.Channel)
			require.Equal(t, "Codes are closed until 14:05 UTC after too many wrong ones; a link works", option.Reason)
			require.Equal(t, person.CodesClosedUntil, option.Until)
		} else {
			require.NotEqual(t, availability.CodesClosed, option.Code, option.Channel)
		}
	}
	_, err := availability.Choose(availability.Options(person), channel.SMSCode, uuid.Nil)
	require.Contains(t, detail(t, err), "Choose another way")
	person.Policy.Channels = []channel.Name{channel.SMSCode}
	_, err = availability.Choose(availability.Options(person), channel.SMSCode, uuid.Nil)
	require.Contains(t, detail(t, err), "No way to this person is open")
}

func detail(t *testing.T, err error) string {
	t.Helper()
	refused, ok := errors.AsType[*problem.Error](err)
	require.True(t, ok)
	return refused.Detail
}
