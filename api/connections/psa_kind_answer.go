package connections

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/integration"
)

func psaKindAnswer(v integration.Vendor) gen.PSAKind {
	answer := gen.PSAKind{
		Kind: v.Kind, Name: v.Name, Steps: append([]string{}, v.Steps...), Pod: v.Pod != nil,
		Address:  gen.PSAAddress{Label: v.Address.Label, Example: v.Address.Example, Default: respond.Present(v.Address.Default)},
		Settings: make([]gen.PSASetting, len(v.Settings)), Fields: make([]gen.PSAField, len(v.Fields)), Rights: []gen.PSARight{}, Hook: []string{},
	}
	if v.Webhooks != nil {
		answer.Hook = append(answer.Hook, v.Webhooks.Steps...)
	}
	if len(v.Address.Choices) > 0 {
		answer.Address.Choices = &v.Address.Choices
	}
	for i, s := range v.Settings {
		answer.Settings[i] = gen.PSASetting{Name: s.Name, Label: s.Label, Secret: s.Secret, Optional: s.Optional, Help: respond.Present(s.Help)}
	}
	for i, f := range v.Fields {
		answer.Fields[i] = gen.PSAField{Name: f.Name, Label: f.Label, Required: f.Required, Text: f.Text, Of: respond.Present(f.Of)}
	}
	for _, right := range integration.Rights {
		if words, needed := v.Rights[right]; needed {
			answer.Rights = append(answer.Rights, gen.PSARight{Right: string(right), Words: words})
		}
	}
	return answer
}
