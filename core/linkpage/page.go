// Package linkpage makes the page that a link in a message leads to. It says who asks and for which ticket, and only its button confirms: mail scanners open
// links, they press nothing.
// The page works without JavaScript, fetches nothing and stays under 30 KB, so it opens on a bad connection while a technician waits on the phone.
package linkpage

import (
	"cmp"
	_ "embed"
	"fmt"
	html "html/template"
	"io"

	"countersign/core/template"
)

// State says which page a link shows now.
type State string

// The states. Expired is shown for every link that is not good (expired, used up, replaced by a newer send, never made), and always the same to the byte:
// it does not tell whether a link, a person or an MSP exists.
const (
	Ask       State = "ask"
	Validated State = "validated" // the answer to pressing Validate
	Denied    State = "denied"    // the answer to pressing "This was not me"
	Done      State = "done"      // opened again by the person after they confirmed
	Expired   State = "expired"
)

// The form field Action and its values. The form is posted to the page's own address.
const (
	Action   = "action"
	Validate = "validate"
	NotMe    = "not-me"
	Match    = "match"
)

// Number is the form field that Match comes with: the two digits the technician reads out.
const Number = "number"

// ContentType is what a page is served as.
const ContentType = "text/html; charset=utf-8"

// SecurityPolicy is the Content-Security-Policy to serve a page with.
const SecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// Page is what a page shows. With Expired only the state counts.
type Page struct {
	State    State
	Branding template.Branding
	Text     template.Text   // of kind landing_page
	Values   template.Values // MSP, Technician, Ticket, Company, Minutes; a code or link is not shown
	Match    bool            // Ask asks for the number instead of a press
	Wrong    bool            // with Match: the number before was another one
	TakeBack bool            // with Validated and Done: the person may still say that they pressed by mistake
	Late     bool            // with Expired: the person may still say that they are not on a call
	Words    string          // with Match: what both screens show, shown once it is validated
}

// view is what page.html shows.
type view struct {
	State                    State
	Title, MSP               string
	Logo                     html.URL
	Accent, Ink              string
	GradientFrom, GradientTo string
	Technician               string
	Facts                    []fact
	Body, Footer             [][]string
	Field, Validate, NotMe   string
	Match, Number            string // values of the form that asks for the number; "" without
	Wrong                    bool
	Late, TakeBack           bool
	Words                    string
}

// fact is a line of the table of who asks.
type fact struct{ Label, Value string }

//go:embed page.html
var source string

var page = html.Must(html.New("page").Parse(source))

var titles = map[State]string{
	Ask: "Is it you?", Validated: "Thank you", Denied: "Thank you for telling us", Done: "Already confirmed", Expired: "This link no longer works",
}

// neutral is the branding of a page that belongs to no MSP.
var neutral = template.Branding{Accent: "#5a6472", GradientFrom: "#8b94a1", GradientTo: "#5a6472"}

// Render writes the page.
func Render(w io.Writer, p Page) error {
	title, known := titles[p.State]
	if !known {
		return fmt.Errorf("landing: there is no page called %q", p.State)
	}
	if p.State == Expired {
		p = Page{State: Expired, Branding: neutral, Late: p.Late}
	}
	p.Values.Code, p.Values.Link = "", ""
	p.Values.MSP = cmp.Or(p.Values.MSP, p.Branding.MSPName)
	v := view{
		State: p.State, Title: title, MSP: line("${msp}", p.Values), Technician: line("${technician}", p.Values),
		Accent: p.Branding.Accent, Ink: template.Ink(p.Branding.Accent), GradientFrom: p.Branding.GradientFrom, GradientTo: p.Branding.GradientTo,
		Field: Action, Validate: Validate, NotMe: NotMe, Late: p.Late,
		Footer: template.Paragraphs(p.Text.Footer, p.Values),
	}
	// A data URL is trusted in the page only after its bytes were looked at.
	if _, _, err := p.Branding.LogoImage(); err == nil {
		v.Logo = html.URL(p.Branding.Logo)
	}
	if p.Match {
		v.Match, v.Number, v.Wrong = Match, Number, p.Wrong
	}
	if p.State == Validated || p.State == Done {
		v.Words, v.TakeBack = p.Words, p.TakeBack
	}
	if p.State == Ask {
		v.Body = template.Paragraphs(p.Text.Body, p.Values)
		v.Facts = facts(p.Values)
	}
	return page.Execute(w, v)
}

// facts lists who asks and why, leaving out what is not known.
func facts(values template.Values) []fact {
	var all []fact
	for _, f := range []fact{{"Who asks", "${technician}"}, {"Help desk", "${msp}"}, {"Your company", "${company}"}, {"Ticket", "${ticket}"}} {
		if f.Value = line(f.Value, values); f.Value != "" {
			all = append(all, f)
		}
	}
	return all
}

// line is one value, cleaned as in a message; "" when it is not there.
func line(placeholder string, values template.Values) string {
	for _, paragraph := range template.Paragraphs(placeholder, values) {
		return paragraph[0]
	}
	return ""
}
