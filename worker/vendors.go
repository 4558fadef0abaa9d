package worker

import (
	"countersign/core/integration"
	"countersign/integrations/autotask"
	"countersign/integrations/connectwise"
	"countersign/integrations/halopsa"
	"countersign/integrations/kaseyabms"
	"countersign/integrations/superops"
	"countersign/integrations/syncro"
	"countersign/integrations/zendesk"
)

// vendors are the PSAs that can be connected, by name. Another one is a folder of integrations and a line here.
var vendors = []integration.Vendor{
	autotask.Vendor,
	connectwise.Vendor,
	halopsa.Vendor,
	kaseyabms.Vendor,
	superops.Vendor,
	syncro.Vendor,
	zendesk.Vendor,
}

// RightOf is what a right is called in a kind of PSA, "" where it has no word for it.
func RightOf(kind string, right integration.Right) string {
	for _, v := range vendors {
		if v.Kind == kind {
			return v.Rights[right]
		}
	}
	return ""
}
