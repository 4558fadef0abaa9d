// Package sealed is how payloads travel through Temporal: encrypted by AES-256-GCM before they leave the process, refused when they come back in clear.
package sealed

import (
	"errors"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"google.golang.org/protobuf/proto"

	commonpb "go.temporal.io/api/common/v1"

	"countersign/core/keys"
)

const (
	encoding    = "binary/encrypted"
	keyMetadata = "countersign-key"
)

// ErrClear is returned for a payload that is not encrypted. Write access to Temporal must not be enough to forge a payload.
var ErrClear = errors.New("sealed: the payload is not encrypted")

// Codec encrypts and decrypts payloads.
type Codec struct {
	ring *keys.Ring
}

// NewCodec returns the codec of a key ring.
func NewCodec(ring *keys.Ring) *Codec { return &Codec{ring: ring} }

// Encode implements converter.PayloadCodec.
func (c *Codec) Encode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	sealed := make([]*commonpb.Payload, len(payloads))
	for i, p := range payloads {
		plain, err := proto.Marshal(p)
		if err != nil {
			return nil, err
		}
		sealed[i] = &commonpb.Payload{
			Metadata: map[string][]byte{converter.MetadataEncoding: []byte(encoding), keyMetadata: []byte(c.ring.Active())},
			Data:     c.ring.SealPayload(plain),
		}
	}
	return sealed, nil
}

// Decode implements converter.PayloadCodec. It refuses payloads in clear.
func (c *Codec) Decode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	clear := make([]*commonpb.Payload, len(payloads))
	for i, p := range payloads {
		if string(p.GetMetadata()[converter.MetadataEncoding]) != encoding {
			return nil, ErrClear
		}
		plain, err := c.ring.OpenPayload(p.GetData())
		if err != nil {
			return nil, err
		}
		clear[i] = &commonpb.Payload{}
		if err := proto.Unmarshal(plain, clear[i]); err != nil {
			return nil, err
		}
	}
	return clear, nil
}

// DataConverter is the converter of clients, workers and replayers.
func DataConverter(ring *keys.Ring) converter.DataConverter {
	return converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), NewCodec(ring))
}

// FailureConverter encrypts messages and stack traces of failures too.
func FailureConverter(ring *keys.Ring) converter.FailureConverter {
	return temporal.NewDefaultFailureConverter(temporal.DefaultFailureConverterOptions{DataConverter: DataConverter(ring), EncodeCommonAttributes: true})
}

// Options returns the client options that every process starts from. What is encrypted does not shrink: compressing it is a tenth of a worker's time for nothing.
func Options(ring *keys.Ring) client.Options {
	return client.Options{
		DataConverter: DataConverter(ring), FailureConverter: FailureConverter(ring),
		ConnectionOptions: client.ConnectionOptions{GrpcCompression: &client.GrpcCompressionNone{}},
	}
}
