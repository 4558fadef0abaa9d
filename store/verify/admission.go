package verify

import (
	"time"

	"countersign/core/admission"
	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/core/price"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/sendlimit"
)

// sendOf is what a send of a channel to a contact point counts as.
func sendOf(name channel.Name, point db.ContactPoint, rules policy.Policy, at time.Time) sendlimit.Send {
	spec, _ := channel.Of(name)
	country, desk := store.Text(point.Country), ""
	send := admission.Send{Allowed: rules.Countries, Codes: rules.SendRules(), At: at}
	if spec.Transport != channel.Email {
		send.Countries = []string{country}
	}
	if spec.Proof == channel.Call {
		_, desk = rules.CallBackLine()
		send.Countries = append(send.Countries, desk)
	}
	send.Cents = price.Send(spec, country, desk)
	return sendlimit.Send{Index: point.ValueIndex, Send: send}
}
