// Package price estimates what SMS and calls cost, for the money cap of an MSP's day. The numbers are rough and dear, not an invoice:
// the cap has to stop a runaway, and being a little early is better than being late.
package price

import (
	"math"

	"countersign/core/channel"
)

// row holds US cents: one SMS segment with carrier fees, and one minute of an outbound call.
type row struct{ sms, call float64 }

// table is keyed by ISO 3166-1 alpha-2. Its numbers are of the order of what carriers list publicly (twilio.com/sms/pricing, twilio.com/voice/pricing)
// and stay on the dear side; for calls the dearer of landline and mobile counts.
var table = map[string]row{
	"US": {1.2, 1.5}, "CA": {1.5, 1.5}, "PR": {1.5, 2},
	"GB": {5, 3.5}, "IE": {10, 10}, "AU": {6, 8}, "NZ": {12, 10},
	"DE": {12, 6}, "FR": {9, 8}, "NL": {12, 12}, "BE": {12, 15}, "LU": {12, 15}, "AT": {11, 15}, "CH": {9, 25},
	"ES": {9, 6}, "PT": {6, 6}, "IT": {10, 8}, "DK": {6, 6}, "SE": {7, 6}, "NO": {8, 8}, "FI": {11, 12}, "IS": {11, 12},
	"PL": {6, 6}, "CZ": {7, 10}, "SK": {10, 12}, "HU": {11, 10}, "RO": {9, 8}, "GR": {9, 8},
	"MX": {7, 5}, "BR": {7, 6}, "IN": {9, 6}, "SG": {7, 6}, "JP": {10, 20}, "ZA": {5, 15}, "IL": {25, 6},
}

// elsewhere is what a country without a row costs: dear, so that an unknown country uses the day's money up quickly instead of slowly.
var elsewhere = row{sms: 25, call: 60}

// segments of a usual text with a code or link; callMinutes of a call that reads one twice
const (
	segments    = 2
	callMinutes = 2
)

// Cents is the estimate for one send over a transport to a number of country (ISO 3166-1 alpha-2), in US cents. E-mail is free here.
// It is asked before the text exists, so it takes a usual text; Message knows the text.
func Cents(transport channel.Transport, country string) float64 {
	return cents(transport, country, segments)
}

// Send is the estimate for one send of a channel to a number of country. A call-back has two legs, to the person and to the help desk's line of country desk,
// and counts as long as it may last.
func Send(spec channel.Spec, country, desk string) float64 {
	if spec.Proof != channel.Call {
		return Cents(spec.Transport, country)
	}
	return round((priceIn(country).call + priceIn(desk).call) * channel.CallBackTime.Minutes())
}

// Message is the estimate for one SMS of exactly this text, in US cents.
func Message(text, country string) float64 {
	return cents(channel.SMS, country, Segments(text).Count)
}

func cents(transport channel.Transport, country string, segments int) float64 {
	price := priceIn(country)
	switch transport {
	case channel.SMS:
		return round(price.sms * float64(segments))
	case channel.Voice:
		return round(price.call * callMinutes)
	default:
		return 0
	}
}

func priceIn(country string) row {
	if price, known := table[country]; known {
		return price
	}
	return elsewhere
}

// round keeps sums of floats from growing tails: a hundredth of a cent is finer than any price here.
func round(cents float64) float64 { return math.Round(cents*100) / 100 }
