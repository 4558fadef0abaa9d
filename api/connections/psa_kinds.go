package connections

import (
	"context"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/integration"
	"countersign/core/list"
)

func (h Integrations) ListPSAKinds(context.Context, gen.ListPSAKindsRequestObject) (gen.ListPSAKindsResponseObject, error) {
	if h.PSAs == nil {
		return gen.ListPSAKinds200JSONResponse{Items: []gen.PSAKind{}}, nil
	}
	return gen.ListPSAKinds200JSONResponse{Items: list.Of(h.PSAs.Vendors(), psaKindAnswer)}, nil
}

func psaKindAnswer(v integration.Vendor) gen.PSAKind {
	answer := gen.PSAKind{
		Kind: v.Kind, Name: v.Name, Steps: append([]string{}, v.Steps...), Pod: v.Pod != nil,
		Address: gen.PSAAddress{Label: v.Address.Label, Example: v.Address.Example, Default: respond.Present(v.Address.Default)},
		Settings: list.Of(v.Settings, func(s integration.Setting) gen.PSASetting {
			return gen.PSASetting{Name: s.Name, Label: s.Label, Secret: s.Secret, Optional: s.Optional, Help: respond.Present(s.Help)}
		}),
		Fields: list.Of(v.Fields, func(f integration.Field) gen.PSAField {
			return gen.PSAField{Name: f.Name, Label: f.Label, Required: f.Required, Text: f.Text, Of: respond.Present(f.Of)}
		}),
		Rights: []gen.PSARight{}, Hook: []string{},
	}
	if v.Webhooks != nil {
		answer.Hook = append(answer.Hook, v.Webhooks.Steps...)
	}
	if len(v.Address.Choices) > 0 {
		answer.Address.Choices = &v.Address.Choices
	}
	for _, right := range integration.Rights {
		if words, needed := v.Rights[right]; needed {
			answer.Rights = append(answer.Rights, gen.PSARight{Right: string(right), Words: words})
		}
	}
	return answer
}
