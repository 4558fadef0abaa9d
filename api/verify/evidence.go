package verify

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/evidence"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/evidencelog"
)

// Evidence answers for the signed proof of verifications.
type Evidence struct{ Store *store.Store }

func (h Evidence) ListEvidenceKeys(context.Context, gen.ListEvidenceKeysRequestObject) (gen.ListEvidenceKeysResponseObject, error) {
	answer := gen.ListEvidenceKeys200JSONResponse{}
	keys := evidence.NewFile(nil, h.Store.Ring().EvidenceKeys()).Keys
	answer.Keys = slices.Grow(answer.Keys, len(keys))[:len(keys)]
	for i, id := range slices.Sorted(maps.Keys(keys)) {
		answer.Keys[i].KeyID, answer.Keys[i].PublicKey = id, keys[id]
	}
	return answer, nil
}

func (h Evidence) GetEvidence(ctx context.Context, request gen.GetEvidenceRequestObject) (gen.GetEvidenceResponseObject, error) {
	envelopes, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) ([]evidence.Envelope, error) {
		return evidencelog.Of(ctx, tx, request.VerificationID)
	})
	if err != nil {
		return nil, err
	}
	if len(envelopes) == 0 {
		return nil, problem.New(problem.NotFound, "There is no evidence yet: it is signed when the verification ends.")
	}
	return evidenceFile(evidence.NewFile(envelopes, h.Store.Ring().EvidenceKeys())), nil
}

// evidenceFile is written by its own type: the order and form of its members are what is verified.
type evidenceFile evidence.File

// VisitGetEvidenceResponse writes the file.
func (f evidenceFile) VisitGetEvidenceResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	return json.NewEncoder(w).Encode(evidence.File(f))
}
