package worker

import (
	"countersign/core/psa"
	"countersign/integrations/connectwise"
)

// vendors are the PSAs that can be connected, by name. Another one is a folder of integrations and a line here.
var vendors = []psa.Vendor{
	connectwise.Vendor,
}

// RightOf is what a right is called in a kind of PSA, "" where it has no word for it.
func RightOf(kind string, right psa.Right) string {
	for _, v := range vendors {
		if v.Kind == kind {
			return v.Rights[right]
		}
	}
	return ""
}
