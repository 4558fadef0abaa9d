package twilio

import (
	"encoding/xml"
	"net/http"
	"strings"
	"time"
)

// TwiML is a document that tells a call what to do. Serve it as "text/xml; charset=utf-8".
// https://www.twilio.com/docs/voice/twiml

// ContentType is what TwiML is served as.
const ContentType = "text/xml; charset=utf-8"

type twiml struct {
	XMLName xml.Name `xml:"Response"`
	Verbs   []any
}

type gather struct {
	XMLName   xml.Name `xml:"Gather"`
	Input     string   `xml:"input,attr"`
	NumDigits int      `xml:"numDigits,attr"`
	Timeout   int      `xml:"timeout,attr"` // seconds without a key after the last word
	Action    string   `xml:"action,attr"`
	Method    string   `xml:"method,attr"`
	Verbs     []any
}

type say struct {
	XMLName xml.Name `xml:"Say"`
	Loop    int      `xml:"loop,attr,omitempty"`
	Text    string   `xml:",chardata"`
}

type pause struct {
	XMLName xml.Name `xml:"Pause"`
	Length  int      `xml:"length,attr"` // seconds
}

type hangup struct {
	XMLName xml.Name `xml:"Hangup"`
}

// askTimeout is how long a call waits for the key after the request was said twice, in seconds.
const askTimeout = 10

// Ask says text twice and waits for one key, which Twilio posts to action as "Digits". Without a key the call ends:
// an answering machine must never hear a code.
func Ask(action, text string) string {
	return render(
		gather{Input: "dtmf", NumDigits: 1, Timeout: askTimeout, Action: action, Method: http.MethodPost,
			Verbs: []any{say{Text: text}, pause{Length: 2}, say{Text: text}}},
		hangup{},
	)
}

// ReadCode says text twice and ends the call. How digits are spelled is the caller's choice of text.
func ReadCode(text string) string {
	return render(say{Text: text}, pause{Length: 1}, say{Text: text}, hangup{})
}

// Say says text once and ends the call.
func Say(text string) string {
	return render(say{Text: text}, hangup{})
}

// dialTimeout is how long the other side may ring, in seconds.
const dialTimeout = 30

type dial struct {
	XMLName xml.Name `xml:"Dial"`
	Timeout int      `xml:"timeout,attr"`
	Longest int      `xml:"timeLimit,attr"`      // seconds, after which the call ends
	Bridge  bool     `xml:"answerOnBridge,attr"` // the person hears it ring until the other side picks up
	Action  string   `xml:"action,attr"`
	Method  string   `xml:"method,attr"`
	Number  string   `xml:"Number"`
}

// Connect says text and joins the call with a number (E.164), for at most longest. Afterwards Twilio posts to action, with "DialCallStatus" telling how that went.
// https://www.twilio.com/docs/voice/twiml/dial
func Connect(text, number, action string, longest time.Duration) string {
	return render(say{Text: text}, dial{Timeout: dialTimeout, Longest: int(longest.Seconds()), Bridge: true, Action: action, Method: http.MethodPost, Number: number})
}

// render writes the document. Encoding fixed structs of strings cannot fail; characters that XML forbids become U+FFFD.
func render(verbs ...any) string {
	var doc strings.Builder
	doc.WriteString(xml.Header)
	encoder := xml.NewEncoder(&doc)
	if err := encoder.Encode(twiml{Verbs: verbs}); err != nil {
		panic(err)
	}
	return doc.String()
}
