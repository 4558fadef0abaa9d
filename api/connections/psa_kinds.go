package connections

import (
	"context"

	"countersign/api/gen"
	"countersign/core/list"
)

func (h Integrations) ListPSAKinds(context.Context, gen.ListPSAKindsRequestObject) (gen.ListPSAKindsResponseObject, error) {
	if h.PSAs == nil {
		return gen.ListPSAKinds200JSONResponse{Items: []gen.PSAKind{}}, nil
	}
	return gen.ListPSAKinds200JSONResponse{Items: list.Of(h.PSAs.Vendors(), psaKindAnswer)}, nil
}
