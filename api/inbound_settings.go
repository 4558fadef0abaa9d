package api

import (
	"context"
	"errors"

	"countersign/api/gen"
)

// inboundSettings is being built.
type inboundSettings struct{ Deps }

func newInboundSettings(d Deps) inboundSettings { return inboundSettings{d} }

func (h inboundSettings) GetInboundSettings(context.Context, gen.GetInboundSettingsRequestObject) (gen.GetInboundSettingsResponseObject, error) {
	return nil, errors.New("not built")
}

func (h inboundSettings) PutInboundSettings(context.Context, gen.PutInboundSettingsRequestObject) (gen.PutInboundSettingsResponseObject, error) {
	return nil, errors.New("not built")
}
