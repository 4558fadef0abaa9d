package twiliotest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// problem is the body of a refusal.
type problem struct {
	Code     int    `json:"code"`
	Message  string `json:"message"`
	MoreInfo string `json:"more_info"`
	Status   int    `json:"status"`
}

func moreInfo(code int) string { return "https://www.twilio.com/docs/errors/" + strconv.Itoa(code) }

// fault is one broken rule: what Twilio says and the name the violation gets. An empty rule is no violation: Twilio says no for a reason
// that the client could not know (the recipient opted out).
type fault struct {
	code    int
	rule    string
	message string
}

// form reads a POST's parameters; any other body than a form is refused.
func (s *Server) form(w http.ResponseWriter, r *http.Request) (url.Values, bool) {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/x-www-form-urlencoded" {
		s.refuse(w, r, http.StatusUnsupportedMediaType, 20001, "content_type", "Content-Type must be application/x-www-form-urlencoded")
		return nil, false
	}
	if err := r.ParseForm(); err != nil {
		s.refuse(w, r, http.StatusBadRequest, 20001, "form", "The body is not a form")
		return nil, false
	}
	if len(r.URL.Query()) > 0 {
		s.refuse(w, r, http.StatusBadRequest, 20001, "query", "Parameters of a POST belong into its body")
		return nil, false
	}
	return r.PostForm, true
}

// check holds parameters against a table.
func check(given url.Values, known map[string]param) *fault {
	names := make([]string, 0, len(given))
	for name := range given {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p, ok := known[name]
		if !ok {
			return &fault{unknownParameter, "unknown_parameter", "Unknown parameter: " + name}
		}
		if len(given[name]) > 1 && !p.repeated {
			return &fault{unknownParameter, "repeated_parameter", "Parameter given more than once: " + name}
		}
		for _, value := range given[name] {
			if !p.valid(value) {
				return &fault{p.code, "grammar." + name, strings.ReplaceAll(p.message, "%s", value)}
			}
		}
	}
	return nil
}

func checkMessage(given url.Values) *fault {
	switch {
	case given.Get("To") == "":
		return &fault{21604, "required.To", "A 'To' phone number is required."}
	case given.Get("From") == "" && given.Get("MessagingServiceSid") == "":
		return &fault{21603, "required.From", "A 'From' phone number is required."}
	case given.Get("Body") == "" && given.Get("MediaUrl") == "" && given.Get("ContentSid") == "":
		return &fault{21602, "required.Body", "Message body is required."}
	case given.Get("To") == given.Get("From"):
		return &fault{21266, "same_number", "'To' and 'From' number cannot be the same: " + given.Get("To")}
	}
	return check(given, messageParams)
}

func checkCall(given url.Values) *fault {
	instructions := 0
	for _, name := range []string{"Url", "Twiml", "ApplicationSid"} {
		if given.Get(name) != "" {
			instructions++
		}
	}
	switch {
	case given.Get("To") == "":
		return &fault{21201, "required.To", "No 'To' number is specified"}
	case given.Get("From") == "":
		return &fault{21213, "required.From", "No 'From' number is specified"}
	case instructions == 0:
		return &fault{21205, "required.Url", "Url parameter is required."}
	case instructions > 1:
		return &fault{20001, "one_of.Url", "Only one of Url, Twiml and ApplicationSid may be given."}
	case given.Get("To") == given.Get("From"):
		return &fault{21266, "same_number", "'To' and 'From' number cannot be the same: " + given.Get("To")}
	}
	return check(given, callParams)
}
