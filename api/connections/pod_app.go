package connections

import (
	"bytes"
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/store/integrations"
)

func (h Integrations) GetPodApp(ctx context.Context, request gen.GetPodAppRequestObject) (gen.GetPodAppResponseObject, error) {
	vendor, _ := vendors.Find(h.PSAs, gate.Row[integrations.Row](ctx).Kind)
	if vendor.Pod == nil || vendor.Pod.App == nil {
		return nil, respond.NotFound
	}
	file, err := vendor.Pod.App(h.PublicURL + "/pod/" + request.IntegrationID.String())
	return gen.GetPodApp200ApplicationZipResponse{Body: bytes.NewReader(file), ContentLength: int64(len(file))}, err
}
