package connect

import (
	"slices"

	"countersign/core/integration"
	"countersign/integrations/autotask"
	"countersign/integrations/connectwise"
	"countersign/integrations/halopsa"
	"countersign/integrations/kaseyabms"
	"countersign/integrations/sendgrid"
	"countersign/integrations/superops"
	"countersign/integrations/syncro"
	"countersign/integrations/twilio"
	"countersign/integrations/zendesk"
)

// Vendors are the outside systems that can be connected, by name. Another one is a folder of integrations and a line here.
var Vendors = []integration.Vendor{
	autotask.Vendor,
	connectwise.Vendor,
	halopsa.Vendor,
	kaseyabms.Vendor,
	sendgrid.Vendor,
	superops.Vendor,
	syncro.Vendor,
	twilio.Vendor,
	zendesk.Vendor,
}

func find(vendors []integration.Vendor, kind string) (integration.Vendor, bool) {
	at := slices.IndexFunc(vendors, func(v integration.Vendor) bool { return v.Kind == kind })
	if at < 0 {
		return integration.Vendor{}, false
	}
	return vendors[at], true
}

// RightName is what a vendor calls a right, "" where it has no name for it.
func RightName(kind string, right integration.Right) string {
	vendor, _ := find(Vendors, kind)
	return vendor.Rights[right]
}
