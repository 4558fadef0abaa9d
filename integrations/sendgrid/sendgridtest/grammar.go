package sendgridtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// request is the body of mail/send with every field that SendGrid knows; a field that is not here is refused.
type request struct {
	Personalizations []personalization `json:"personalizations"`
	From             *address          `json:"from"`
	ReplyTo          *address          `json:"reply_to"`
	ReplyToList      []address         `json:"reply_to_list"`
	Subject          string            `json:"subject"`
	Content          []content         `json:"content"`
	Attachments      []attachment      `json:"attachments"`
	TemplateID       string            `json:"template_id"`
	Sections         map[string]string `json:"sections"`
	Headers          map[string]string `json:"headers"`
	Categories       []string          `json:"categories"`
	CustomArgs       map[string]string `json:"custom_args"`
	SendAt           int64             `json:"send_at"`
	BatchID          string            `json:"batch_id"`
	ASM              *asm              `json:"asm"`
	IPPool           string            `json:"ip_pool_name"`
	MailSettings     *mailSettings     `json:"mail_settings"`
	Tracking         *tracking         `json:"tracking_settings"`
}

type personalization struct {
	From          *address          `json:"from"`
	To            []address         `json:"to"`
	CC            []address         `json:"cc"`
	BCC           []address         `json:"bcc"`
	Subject       string            `json:"subject"`
	Headers       map[string]string `json:"headers"`
	Substitutions map[string]string `json:"substitutions"`
	TemplateData  map[string]any    `json:"dynamic_template_data"`
	CustomArgs    map[string]string `json:"custom_args"`
	SendAt        int64             `json:"send_at"`
}

type address struct {
	Email string `json:"email"`
	Name  string `json:"name"`
}

type content struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

type attachment struct {
	Content     []byte `json:"content"` // base64
	Type        string `json:"type"`
	Filename    string `json:"filename"`
	Disposition string `json:"disposition"`
	ContentID   string `json:"content_id"`
}

type asm struct {
	GroupID int   `json:"group_id"`
	Groups  []int `json:"groups_to_display"`
}

type setting struct {
	Enable bool `json:"enable"`
}

type mailSettings struct {
	BypassLists       *setting `json:"bypass_list_management"`
	BypassSpam        *setting `json:"bypass_spam_management"`
	BypassBounces     *setting `json:"bypass_bounce_management"`
	BypassUnsubscribe *setting `json:"bypass_unsubscribe_management"`
	Footer            *footer  `json:"footer"`
	Sandbox           *setting `json:"sandbox_mode"`
}

type footer struct {
	Enable bool   `json:"enable"`
	Text   string `json:"text"`
	HTML   string `json:"html"`
}

type tracking struct {
	Click        *clickTracking `json:"click_tracking"`
	Open         *openTracking  `json:"open_tracking"`
	Subscription *subscription  `json:"subscription_tracking"`
	Analytics    *analytics     `json:"ganalytics"`
}

type clickTracking struct {
	Enable bool `json:"enable"`
	Text   bool `json:"enable_text"`
}

type openTracking struct {
	Enable bool   `json:"enable"`
	Tag    string `json:"substitution_tag"`
}

type subscription struct {
	Enable bool   `json:"enable"`
	Text   string `json:"text"`
	HTML   string `json:"html"`
	Tag    string `json:"substitution_tag"`
}

type analytics struct {
	Enable   bool   `json:"enable"`
	Source   string `json:"utm_source"`
	Medium   string `json:"utm_medium"`
	Term     string `json:"utm_term"`
	Content  string `json:"utm_content"`
	Campaign string `json:"utm_campaign"`
}

// fault is one broken rule: what SendGrid says, the field it names and the name the violation gets.
type fault struct {
	message string
	field   string
	rule    string
}

// parse reads a body strictly.
func parse(body []byte) (request, *fault) {
	var r request
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		return r, decodeFault(err)
	}
	if decoder.More() {
		return r, &fault{"Bad Request", "", "json"}
	}
	for _, rule := range []func(request) *fault{checkPersonalizations, checkFrom, checkSubject, checkContent, checkHeaders, checkArgs} {
		if broken := rule(r); broken != nil {
			return r, broken
		}
	}
	return r, nil
}

func decodeFault(err error) *fault {
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return &fault{fmt.Sprintf("Additional property %s is not allowed", strings.Trim(name, `"`)), "", "unknown_field"}
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return &fault{"Invalid type. Expected: " + wrong.Type.String() + ", given: " + wrong.Value + ".", wrong.Field, "type"}
	}
	return &fault{"Bad Request", "", "json"}
}

func checkPersonalizations(r request) *fault {
	switch {
	case len(r.Personalizations) == 0:
		return &fault{"The personalizations field is required and must have at least one personalization.", "personalizations", "required.personalizations"}
	case len(r.Personalizations) > maxPersonalizations:
		return &fault{"The personalizations array may not hold more than 1000 personalizations.", "personalizations", "limit.personalizations"}
	}
	recipients := 0
	for i, p := range r.Personalizations {
		field := fmt.Sprintf("personalizations.%d", i)
		if len(p.To) == 0 {
			return &fault{"The to array is required for all personalization objects, and must have at least one email object with a valid email address.", field + ".to", "required.to"}
		}
		seen := map[string]bool{}
		for _, list := range []struct {
			name string
			all  []address
		}{{"to", p.To}, {"cc", p.CC}, {"bcc", p.BCC}} {
			for j, a := range list.all {
				if !isAddress(a.Email) {
					return &fault{"Does not contain a valid address.", fmt.Sprintf("%s.%s.%d.email", field, list.name, j), "grammar.address"}
				}
				if key := strings.ToLower(a.Email); seen[key] {
					return &fault{
						fmt.Sprintf("Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [%s] in the %s.%s field.", a.Email, field, list.name),
						field, "duplicate_address",
					}
				} else {
					seen[key] = true
				}
				recipients++
			}
		}
	}
	if recipients > maxRecipients {
		return &fault{"The total number of recipients must be no more than 1000.", "personalizations", "limit.recipients"}
	}
	return nil
}

func checkFrom(r request) *fault {
	if r.From == nil || r.From.Email == "" {
		return &fault{
			`The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.  e.g. {"email" : "example@example.com"}  or {"email" : "example@example.com", "name" : "Example Recipient"}.`,
			"from.email", "required.from",
		}
	}
	if !isAddress(r.From.Email) {
		return &fault{"The from email does not contain a valid email address.", "from.email", "grammar.from"}
	}
	return nil
}

func checkSubject(r request) *fault {
	if r.Subject != "" || r.TemplateID != "" {
		return nil
	}
	if slices.ContainsFunc(r.Personalizations, func(p personalization) bool { return p.Subject == "" }) {
		return &fault{"The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.", "subject", "required.subject"}
	}
	return nil
}

func checkContent(r request) *fault {
	if len(r.Content) == 0 && r.TemplateID == "" {
		return &fault{"Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block. We typically suggest both text/plain and text/html blocks are included, but only one block is required.", "content", "required.content"}
	}
	rank := map[string]int{"text/plain": 1, "text/html": 2}
	last := 0
	for i, c := range r.Content {
		field := fmt.Sprintf("content.%d", i)
		switch {
		case c.Type == "":
			return &fault{"The content type is required.", field + ".type", "required.content_type"}
		case c.Value == "":
			return &fault{"The content value must be a string at least one character in length.", field + ".value", "required.content_value"}
		}
		at, known := rank[c.Type]
		if !known {
			at = 3
		}
		if at < last || (known && at == last) {
			return &fault{"If present, text/plain and text/html may only be provided once and in that order: text/plain, then text/html, then other types.", "content", "content_order"}
		}
		last = at
	}
	return nil
}

func checkHeaders(r request) *fault {
	for name := range r.Headers {
		if slices.Contains(reservedHeaders, strings.ToLower(name)) {
			return &fault{"The header " + name + " is reserved and may not be set.", "headers." + name, "reserved_header"}
		}
	}
	return nil
}

func checkArgs(r request) *fault {
	size := len(fmt.Sprint(r.CustomArgs))
	for _, p := range r.Personalizations {
		size += len(fmt.Sprint(p.CustomArgs))
	}
	switch {
	case size > maxCustomArgs:
		return &fault{"The custom_args may not exceed 10000 bytes.", "custom_args", "limit.custom_args"}
	case len(r.Categories) > maxCategories:
		return &fault{"There may be no more than 10 categories.", "categories", "limit.categories"}
	}
	return nil
}
