package api

import (
	"context"
	"errors"

	"countersign/api/gen"
)

// smsChannels is being built.
type smsChannels struct{ Deps }

func newSmsChannels(d Deps) smsChannels { return smsChannels{d} }

func (h smsChannels) ListSMSChannels(context.Context, gen.ListSMSChannelsRequestObject) (gen.ListSMSChannelsResponseObject, error) {
	return nil, errors.New("not built")
}

func (h smsChannels) CreateSMSChannel(context.Context, gen.CreateSMSChannelRequestObject) (gen.CreateSMSChannelResponseObject, error) {
	return nil, errors.New("not built")
}

func (h smsChannels) PutSMSChannel(context.Context, gen.PutSMSChannelRequestObject) (gen.PutSMSChannelResponseObject, error) {
	return nil, errors.New("not built")
}

func (h smsChannels) ArchiveSMSChannel(context.Context, gen.ArchiveSMSChannelRequestObject) (gen.ArchiveSMSChannelResponseObject, error) {
	return nil, errors.New("not built")
}
