package template_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/price"
	"countersign/core/template"
)

func TestBuiltInTextsAreGood(t *testing.T) {
	t.Parallel()
	for _, kind := range template.Kinds {
		require.Empty(t, template.Validate(kind, template.BuiltIn(kind)), kind)
	}
	require.Empty(t, template.BuiltIn("fax_code").Body)
}

func TestValidate(t *testing.T) {
	t.Parallel()
	mail := func(change func(*template.Text)) template.Text {
		text := template.BuiltIn(template.EmailCode)
		change(&text)
		return text
	}
	for name, c := range map[string]struct {
		kind  template.Kind
		text  template.Text
		field string // "" when the text is good
		says  string
	}{
		"no code":                     {"sms_code", template.Text{Body: "Hello ${name}"}, "body", "Without ${code} the person gets no code: put ${code} where the digits belong."},
		"no code in a mail":           {"email_code", template.Text{Subject: "Hello", Body: "Hello", Footer: ""}, "body", "Without ${code}"},
		"no link":                     {"sms_link", template.Text{Body: "Hello ${name}"}, "body", "Without ${link} the person gets no link"},
		"a misspelt placeholder":      {"sms_code", template.Text{Body: "${code} ${nmae}"}, "body", "There is no placeholder ${nmae}. There are ${code}, ${name}"},
		"an empty placeholder":        {"sms_code", template.Text{Body: "${code} ${}"}, "body", "There is no placeholder ${}."},
		"a capital placeholder":       {"sms_code", template.Text{Body: "${Code} ${code}"}, "body", "There is no placeholder ${Code}."},
		"an open placeholder":         {"sms_code", template.Text{Body: "${code} for ${name"}, "body", "never closed"},
		"a placeholder over lines":    {"sms_code", template.Text{Body: "${code} for ${na\nme}"}, "body", "never closed"},
		"a dollar is a dollar":        {"sms_code", template.Text{Body: "${code} saves $5 {really}"}, "", ""},
		"a link in a code text":       {"sms_code", template.Text{Body: "${code} or ${link} ?"}, "body", "This message carries a code and no link"},
		"a code in a link text":       {"email_link", template.Text{Subject: "Hello", Body: "${code} or ${link} ?"}, "body", "This message carries a link and no code"},
		"nothing":                     {"sms_code", template.Text{Body: " \n "}, "body", "Write a text"},
		"a full stop behind a link":   {"sms_link", template.Text{Body: "Open ${link}."}, "body", "Put a blank before and after ${link}"},
		"brackets around a link":      {"sms_link", template.Text{Body: "Open (${link})"}, "body", "Put a blank"},
		"a name behind a link":        {"sms_link", template.Text{Body: "Open ${link}${name}"}, "body", "Put a blank"},
		"a link on its line":          {"sms_link", template.Text{Body: "Open\n${link}\nnow"}, "", ""},
		"an SMS that is just too far": {"sms_code", template.Text{Body: "${code}" + strings.Repeat("x", 1593)}, "body", "1600"},
		"an SMS that just fits":       {"sms_code", template.Text{Body: "${code}" + strings.Repeat("x", 1592)}, "", ""},
		"names make it too long":      {"sms_code", template.Text{Body: "${code}" + strings.Repeat("${msp}", 14)}, "body", "1600"},
		"an SMS with a subject":       {"sms_code", template.Text{Subject: "Hi", Body: "${code}"}, "subject", "Only e-mails have a subject"},
		"an SMS with a footer":        {"sms_code", template.Text{Footer: "Hi", Body: "${code}"}, "footer", "no footer"},
		"a conversation with a code":  {"conversation_first", template.Text{Body: "Hi ${code}"}, "body", "take ${code} out"},
		"no one is on the phone":      {"conversation_received", template.Text{Body: "Hi from ${technician}"}, "body", "There are ${name}, ${msp}, ${ticket}, ${company}"},
		"a page with a signature":     {"landing_page", template.Text{Body: "Hi", Signature: "Hi"}, "signature", "no signature"},
		"a page with a code":          {"landing_page", template.Text{Body: "Hi ${code}"}, "body", "The page must not show ${code}"},
		"a footer with a code":        {"landing_page", template.Text{Body: "Hi", Footer: "${code}"}, "footer", "The page must not show ${code}"},
		"a page with a link":          {"landing_page", template.Text{Body: "Hi ${link} there"}, "body", "take it out"},
		"a page that is too long":     {"landing_page", template.Text{Body: strings.Repeat("x", 1001)}, "body", "1000"},
		"a page's footer":             {"landing_page", template.Text{Body: "Hi", Footer: strings.Repeat("x", 501)}, "footer", "500"},
		"a page of many lines":        {"landing_page", template.Text{Body: strings.Repeat("x\n", 31)}, "body", "30 lines"},
		"a mail without a subject":    {"email_code", mail(func(t *template.Text) { t.Subject = " " }), "subject", "Write a subject"},
		"a subject of two lines":      {"email_code", mail(func(t *template.Text) { t.Subject = "Hi\r\nBcc: x@y.example" }), "subject", "one line"},
		"a subject that may vanish":   {"email_code", mail(func(t *template.Text) { t.Subject = "${ticket} ${company}" }), "subject", "would be empty"},
		"a subject with the code":     {"email_code", mail(func(t *template.Text) { t.Subject = "${code} is your code" }), "subject", "locked screen"},
		"a long subject":              {"email_code", mail(func(t *template.Text) { t.Subject = strings.Repeat("x", 201) }), "subject", "200"},
		"a signature with the code":   {"email_code", mail(func(t *template.Text) { t.Signature = "${code}" }), "signature", "Put ${code} into the text itself"},
		"a long body":                 {"email_code", mail(func(t *template.Text) { t.Body = "${code}" + strings.Repeat("x", 8000) }), "body", "8000"},
		"a long footer":               {"email_code", mail(func(t *template.Text) { t.Footer = strings.Repeat("x", 2001) }), "footer", "2000"},
		"an invisible character":      {"email_code", mail(func(t *template.Text) { t.Footer = "ab\u202ecd" }), "footer", "invisible"},
		"a control character":         {"sms_code", template.Text{Body: "${code}\x07"}, "body", "invisible"},
		"digits alone by voice":       {"voice_code", template.Text{Body: "${code}"}, "body", "Digits alone"},
		"an address by voice":         {"voice_code", template.Text{Body: "Your code is ${code}. See www.northwind.example"}, "body", "web address"},
		"markup by voice":             {"voice_code", template.Text{Body: "<b>Your</b> code is ${code}."}, "body", `cannot say '<'`},
		"an emoji by voice":           {"voice_code", template.Text{Body: "Your code is ${code} 🔐"}, "body", "cannot say"},
		"a speech":                    {"voice_code", template.Text{Body: "Your code is ${code}" + strings.Repeat(" dear", 160)}, "body", "800"},
		"an unknown kind":             {"fax_code", template.Text{Body: "${code}"}, "kind", "There is no text called"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wrong := template.Validate(c.kind, c.text)
			if c.field == "" {
				require.Empty(t, wrong)
				return
			}
			require.Len(t, wrong, 1, "%v", wrong)
			require.Equal(t, c.field, wrong[0].Field)
			require.Contains(t, wrong[0].Message, c.says)
		})
	}
}

func TestEveryMistakeIsTold(t *testing.T) {
	t.Parallel()
	wrong := template.Validate(template.EmailLink, template.Text{Body: "${nope} ${nope} ${code}", Footer: "${"})
	var fields []string
	for _, f := range wrong {
		fields = append(fields, f.Field)
	}
	require.Equal(t, []string{"body", "body", "body", "subject", "footer"}, fields, "%v", wrong)
}

// Built-in SMS stay in one segment of the cheap alphabet with usual names.
func TestBuiltInSMSAreOneSegment(t *testing.T) {
	t.Parallel()
	branding := template.DefaultBranding("Bluepeak IT")
	for kind, most := range map[template.Kind]int{template.SMSCode: 1, template.SMSLink: 2} {
		rendered, err := template.Render(kind, template.BuiltIn(kind), branding, template.Sample(branding))
		require.NoError(t, err)
		sms := price.Segments(rendered.Text)
		require.Equal(t, price.GSM7, sms.Encoding)
		require.LessOrEqual(t, sms.Count, most, "%d: %s", sms.Units, rendered.Text)
	}
}
