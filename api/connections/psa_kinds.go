package connections

import (
	"context"

	"countersign/api/gen"
)

func (h Integrations) ListPSAKinds(context.Context, gen.ListPSAKindsRequestObject) (gen.ListPSAKindsResponseObject, error) {
	answer := gen.ListPSAKinds200JSONResponse{Items: []gen.PSAKind{}}
	if h.PSAs == nil {
		return answer, nil
	}
	for _, v := range h.PSAs.Vendors() {
		answer.Items = append(answer.Items, psaKindAnswer(v))
	}
	return answer, nil
}
