package twiliotest

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Facts of Twilio's API 2010-04-01, from its public documentation and the parameters its SDK knows (a test compares the two).
// https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/voice/api/call-resource,
// https://www.twilio.com/docs/api/errors

// param is one parameter of a route: its grammar and what Twilio says when it is broken.
type param struct {
	valid    func(string) bool
	code     int
	message  string // %s is the value
	repeated bool
}

// unknownParameter is Twilio's code for a parameter that a route does not know.
const unknownParameter = 20001

// free is a parameter whose grammar this fake does not judge.
var free = param{valid: func(string) bool { return true }}

var messageParams = map[string]param{
	"To":                  {valid: isE164, code: 21211, message: "The 'To' number %s is not a valid phone number."},
	"From":                {valid: isSender, code: 21212, message: "The 'From' number %s is not a valid phone number, shortcode, or alphanumeric sender ID."},
	"Body":                {valid: atMost(1600), code: 21617, message: "The concatenated message body exceeds the 1600 character limit."},
	"StatusCallback":      {valid: isCallback, code: 21609, message: "The 'StatusCallback' URL %s is not a valid URL."},
	"MessagingServiceSid": {valid: matches(`^MG[0-9a-fA-F]{32}$`), code: 21701, message: "The Messaging Service %s does not exist."},
	"ValidityPeriod":      {valid: between(1, 36000), code: 21642, message: "The ValidityPeriod %s is invalid."},
	"MediaUrl":            {valid: isURL, code: 21620, message: "Invalid media URL(s).", repeated: true},
	"PersistentAction":    {valid: free.valid, repeated: true},
	"MaxPrice":            free, "Attempt": free, "ProvideFeedback": free, "ForceDelivery": free, "ContentRetention": free, "AddressRetention": free,
	"SmartEncoded": free, "TrafficType": free, "ShortenUrls": free, "ScheduleType": free, "SendAt": free, "SendAsMms": free, "ContentSid": free,
	"ContentVariables": free, "RiskCheck": free, "ApplicationSid": free, "FallbackFrom": free,
}

var callParams = map[string]param{
	"To":                   {valid: isE164, code: 21211, message: "The phone number you are attempting to call, %s, is not valid."},
	"From":                 {valid: isE164, code: 21212, message: "The source phone number provided, %s, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased from Twilio."},
	"Url":                  {valid: isURL, code: 21205, message: "Url is not a valid URL: %s"},
	"Twiml":                {valid: atMost(4000), code: 21205, message: "Twiml is longer than 4000 characters."},
	"Method":               {valid: oneOf("GET", "POST"), code: 21402, message: "Method %s is not valid."},
	"StatusCallback":       {valid: isCallback, code: 21609, message: "StatusCallback is not a valid URL: %s"},
	"StatusCallbackMethod": {valid: oneOf("GET", "POST"), code: 21402, message: "StatusCallbackMethod %s is not valid."},
	"StatusCallbackEvent":  {valid: oneOf("initiated", "ringing", "answered", "completed"), code: 21626, message: "Invalid StatusCallbackEvent: %s", repeated: true},
	"Timeout":              {valid: between(1, 600), code: 20001, message: "Timeout %s is not between 1 and 600."},
	"SendDigits":           {valid: matches(`^[0-9#*wW]*$`), code: 20001, message: "SendDigits %s is not valid."},
	"MachineDetection":     {valid: oneOf("Enable", "DetectMessageEnd"), code: 20001, message: "MachineDetection %s is not valid."},
	"FallbackUrl":          {valid: isURL, code: 21205, message: "FallbackUrl is not a valid URL: %s"},
	"FallbackMethod":       {valid: oneOf("GET", "POST"), code: 21402, message: "FallbackMethod %s is not valid."},

	"RecordingStatusCallbackEvent": {valid: free.valid, repeated: true},

	"ApplicationSid": free, "Record": free, "RecordingChannels": free, "RecordingStatusCallback": free, "RecordingStatusCallbackMethod": free,
	"RecordingConfigurationId": free, "SipAuthUsername": free, "SipAuthPassword": free, "MachineDetectionTimeout": free, "Trim": free, "CallerId": free,
	"MachineDetectionSpeechThreshold": free, "MachineDetectionSpeechEndThreshold": free, "MachineDetectionSilenceTimeout": free, "AsyncAmd": free,
	"AsyncAmdStatusCallback": free, "AsyncAmdStatusCallbackMethod": free, "Passports": free, "Byoc": free, "CallReason": free, "CallToken": free,
	"RecordingTrack": free, "TimeLimit": free, "ClientNotificationUrl": free,
}

var (
	dateParam     = param{valid: isDate, code: 20001, message: "The date %s is not valid."}
	pageSizeParam = param{valid: between(1, 1000), code: 20006, message: "Page size %s must be between 1 and 1000."}
)

var messageFilters = map[string]param{
	"To": free, "From": free, "DateSent": dateParam, "DateSent<": dateParam, "DateSent>": dateParam,
	"PageSize": pageSizeParam, "Page": free, "PageToken": free,
}

var callFilters = map[string]param{
	"To": free, "From": free, "StartTime": dateParam, "StartTime<": dateParam, "StartTime>": dateParam, "EndTime": dateParam, "EndTime<": dateParam,
	"EndTime>": dateParam, "ParentCallSid": free, "PageSize": pageSizeParam, "Page": free, "PageToken": free,
	"Status": {valid: oneOf("queued", "ringing", "in-progress", "canceled", "completed", "failed", "busy", "no-answer"), code: 20001, message: "Status %s is not valid."},
}

// Words that opt a recipient out of, and back into, one sender's messages when a reply holds nothing else.
// https://help.twilio.com/articles/223134027
var (
	stopWords  = []string{"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
	startWords = []string{"START", "YES", "UNSTOP"}
	helpWords  = []string{"HELP", "INFO"}
)

// messageFates and callFates are this fake's own: recipients whose number ends so meet that end. All other messages are delivered, all other calls answered.
// https://www.twilio.com/docs/api/errors/30003 and its neighbours say what the codes mean.
var messageFates = map[string]int{"30003": 30003, "30005": 30005, "30006": 30006, "30007": 30007, "30008": 30008}

var callFates = map[string]string{"00486": "busy", "00480": "no-answer", "00404": "failed"}

// createFates are recipients that Twilio refuses at once (its test credentials' magic numbers).
// https://www.twilio.com/docs/iam/test-credentials#test-sms-messages-parameters-To
var createFates = map[string]struct {
	code    int
	message string
}{
	"+15005550001": {21211, "The 'To' number +15005550001 is not a valid phone number."},
	"+15005550002": {21612, "The 'To' phone number +15005550002 is not currently reachable via SMS."},
	"+15005550003": {21408, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: +15005550003."},
	"+15005550004": {21610, "Attempt to send to unsubscribed recipient"},
	"+15005550009": {21614, "'To' number: +15005550009, is not a valid mobile number"},
}

func isE164(s string) bool { return e164.MatchString(s) }

var (
	e164   = regexp.MustCompile(`^\+[1-9]\d{6,14}$`)
	sender = regexp.MustCompile(`^(\+[1-9]\d{6,14}|\d{5,6}|[A-Za-z0-9 ]{1,11})$`)
)

func isSender(s string) bool { return sender.MatchString(s) }

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// isCallback is isURL without underscores in the host, which Twilio cannot call.
func isCallback(s string) bool {
	u, err := url.Parse(s)
	return err == nil && isURL(s) && !strings.Contains(u.Hostname(), "_")
}

func isDate(s string) bool { _, _, ok := parseDate(s); return ok }

// parseDate reads a filter's date; day says that it names a whole day.
func parseDate(s string) (at time.Time, day, ok bool) {
	if at, err := time.Parse(time.DateOnly, s); err == nil {
		return at, true, true
	}
	at, err := time.Parse(time.RFC3339, s)
	return at, false, err == nil
}

func atMost(characters int) func(string) bool {
	return func(s string) bool { return utf8.RuneCountInString(s) <= characters }
}

func matches(pattern string) func(string) bool { return regexp.MustCompile(pattern).MatchString }

func oneOf(words ...string) func(string) bool {
	return func(s string) bool { return slices.Contains(words, s) }
}

func between(low, high int) func(string) bool {
	return func(s string) bool {
		n, err := strconv.Atoi(s)
		return err == nil && n >= low && n <= high
	}
}
