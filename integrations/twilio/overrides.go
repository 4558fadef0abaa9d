package twilio

// overrides have Twilio repeat a webhook five times within its fifteen seconds, whatever went wrong with it. By itself Twilio repeats connections that failed, once,
// and no answer 5xx. Twilio neither sends nor signs them. https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
const overrides = "#rc=5&rp=all"

// Repeated is the address of a webhook as Twilio is given it, so that it tries again when we cannot take what it brings.
func Repeated(address string) string { return address + overrides }
