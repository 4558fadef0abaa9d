package api

import (
	"context"
	"errors"

	"countersign/api/gen"
)

// unknownSenders is being built.
type unknownSenders struct{ Deps }

func newUnknownSenders(d Deps) unknownSenders { return unknownSenders{d} }

func (h unknownSenders) ListUnknownSenders(context.Context, gen.ListUnknownSendersRequestObject) (gen.ListUnknownSendersResponseObject, error) {
	return nil, errors.New("not built")
}
