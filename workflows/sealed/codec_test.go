package sealed_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"

	"countersign/core/keys"
	"countersign/workflows/sealed"
)

func TestAPayloadIsSealedAndComesBack(t *testing.T) {
	t.Parallel()
	ring := keys.Generate()
	payload, err := sealed.DataConverter(ring).ToPayload(map[string]string{"number": "+14155550134"})
	require.NoError(t, err)
	require.NotContains(t, payload.String(), "4155550134")
	var back map[string]string
	require.NoError(t, sealed.DataConverter(ring.Rotated()).FromPayload(payload, &back), "also after a rotation")
	require.Equal(t, "+14155550134", back["number"])
	require.Error(t, sealed.DataConverter(keys.Generate()).FromPayload(payload, &back))
}

func TestAPayloadInClearIsRefused(t *testing.T) {
	t.Parallel()
	clear, err := converter.GetDefaultDataConverter().ToPayload("approve")
	require.NoError(t, err)
	_, err = sealed.NewCodec(keys.Generate()).Decode([]*commonpb.Payload{clear})
	require.ErrorIs(t, err, sealed.ErrClear)
	var word string
	require.Error(t, sealed.DataConverter(keys.Generate()).FromPayload(clear, &word))
}

func TestAFailureTellsNothing(t *testing.T) {
	t.Parallel()
	ring := keys.Generate()
	failure := sealed.FailureConverter(ring).ErrorToFailure(temporal.NewApplicationErrorWithCause("sending to +14155550134", "fatal", errors.New("ana@northwind.example")))
	require.NotContains(t, failure.String(), "4155550134")
	require.NotContains(t, failure.String(), "northwind")
	require.ErrorContains(t, sealed.FailureConverter(ring).FailureToError(failure), "+14155550134")
}
