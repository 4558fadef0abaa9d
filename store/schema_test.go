package store_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/verification"
	"countersign/schemas"
	"countersign/store"
	"countersign/store/evidencelog"
	"countersign/store/verify"
)

// What is handed out as evidence is what its schema says, whichever way a verification ended.
func TestEvidenceIsAsItsSchemaSays(t *testing.T) {
	t.Parallel()
	raw, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemas.Evidence))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("evidence.json", raw))
	schema, err := compiler.Compile("evidence.json")
	require.NoError(t, err)

	d := newDesk(t)
	at := moment()
	by := "user/" + d.sam.ID.String()
	for i, ending := range []verification.Fact{
		{Kind: verification.Attempted, At: at.Add(time.Second), Digest: "good", By: by},
		{Kind: verification.Denial, At: at.Add(time.Second), By: "contact"},
		{Kind: verification.Cancel, At: at.Add(time.Second), By: by},
		{Kind: verification.TimeUp, At: at.Add(time.Hour), By: "system"},
		{},
	} {
		v := d.open(d.person("Person", "+1415555019"+string(rune('0'+i))), at)
		if ending.Kind == "" {
			_, err := verify.CloseOrphaned(t.Context(), d.store, d.tenant, v.ID, at.Add(time.Hour), "test")
			require.NoError(t, err)
		} else {
			_, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.conclusion(v, ending))
			require.NoError(t, err)
		}
		key := ledger.Key{Tenant: d.tenant, Verification: v.ID, Number: 1}
		require.NoError(t, verify.Ledger{Store: d.store}.Settle(t.Context(), key, ledger.Settlement{Status: message.Delivered, At: at.Add(2 * time.Hour)}))
		d.in(func(ctx context.Context, tx store.Tx) {
			envelopes, err := evidencelog.Of(ctx, tx, v.ID)
			require.NoError(t, err)
			require.Len(t, envelopes, 2)
			for _, envelope := range envelopes {
				value, err := jsonschema.UnmarshalJSON(bytes.NewReader(marshal(t, envelope)))
				require.NoError(t, err)
				require.NoError(t, schema.Validate(value))
				value.(map[string]any)["verdict"] = "approved"
				require.Error(t, schema.Validate(value))
			}
		})
	}
}
