package conversation

import (
	"fmt"

	"countersign/core/mail"
	"countersign/core/plaintext"
	"countersign/core/template"
)

// Words are what an automatic text is made of. The names are PII.
type Words struct {
	Text     template.Text
	Branding template.Branding
	Person   string // "" for a client who is not on file
	Company  string
	Ticket   string
}

// Render makes an automatic text. Where the MSP's own text speaks of nothing but a ticket or company that is not there, the built-in text goes out.
func Render(kind template.Kind, w Words) (string, error) {
	values := template.Values{MSP: w.Branding.MSPName, Ticket: w.Ticket, Name: w.Person, Company: w.Company}
	rendered, err := template.Render(kind, w.Text, w.Branding, values)
	if err == nil && rendered.Text == "" {
		rendered, err = template.Render(kind, template.BuiltIn(kind), w.Branding, values)
	}
	return rendered.Text, err
}

// Reminder is the mail to colleagues about messages that nobody has read. It holds no word of them.
func Reminder(who, channelName, link string) mail.Content {
	return mail.Content{Subject: "An SMS conversation waits unread", Body: []mail.Block{
		mail.Text(fmt.Sprintf("%s wrote to %s by SMS, and nobody has read it yet.", plaintext.Isolated(who), plaintext.Isolated(channelName))),
		mail.Button("Read and answer it", link),
	}}
}

// Announcement is the mail to colleagues about a new conversation. It holds no word of the message.
func Announcement(who, channelName, link string) mail.Content {
	return mail.Content{Subject: "A new SMS conversation", Body: []mail.Block{
		mail.Text(fmt.Sprintf("%s wrote to %s by SMS and opened a conversation.", plaintext.Isolated(who), plaintext.Isolated(channelName))),
		mail.Button("Read and answer it", link),
	}}
}
