package alert_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/alert"
	"countersign/core/mail"
)

func TestAnAlertNamesWhoWhereWhenAndWhatToDo(t *testing.T) {
	t.Parallel()
	pacific, err := time.LoadLocation("America/Los_Angeles")
	require.NoError(t, err)
	at := time.Date(2026, 11, 30, 22, 2, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		alert   alert.Alert
		subject string
		says    []string
	}{
		"a denial in the MSP's zone": {
			alert.Alert{Kind: alert.NotMe, Person: "Grace Kim", Company: "Northwind", Technician: "Sam Rivera", Ticket: "48191", At: at, Zone: pacific, Link: "https://desk.example/verifications/1"},
			"Alert: Grace Kim (Northwind): this was not me, ticket 48191",
			[]string{`pressed "This was not me" at 14:02 on 30 November 2026 (America/Los_Angeles, 22:02 UTC)`, "Sam Rivera was verifying them for ticket 48191", "https://desk.example/verifications/1"},
		},
		"wrong codes without a ticket": {
			alert.Alert{Kind: alert.WrongCodes, Person: "Grace Kim", Company: "Northwind", Technician: "Sam Rivera", At: at},
			"Alert: Grace Kim (Northwind): too many wrong codes",
			[]string{"at 22:02 UTC on 30 November 2026", "call the person back"},
		},
		"a technician nobody knows": {
			alert.Alert{Kind: alert.NotOurs, Person: "Grace Kim", Company: "Northwind", ContactPoint: "+1 415 ••• ••34", At: at},
			"Alert: Grace Kim (Northwind): the codes do not match",
			[]string{"Grace Kim of Northwind asked from +1 415 ••• ••34", "not matching", "Nobody of yours had taken it up"},
		},
		"names that begin with an accent, and that are written from right to left": {
			alert.Alert{Kind: alert.NotMe, Person: "Élodie Martin", Company: "נורת׳ווינד", Technician: "أمل", Ticket: "48191", At: at},
			"Alert: Élodie Martin (\u2068נורת׳ווינד\u2069): this was not me, ticket 48191",
			[]string{"Élodie Martin of \u2068נורת׳ווינד\u2069 pressed", "\u2068أمل\u2069 was verifying them for ticket 48191"},
		},
		"one of several people": {
			alert.Alert{Kind: alert.NotOurs, Company: "Northwind", ContactPoint: "+1 415 ••• ••34", Technician: "Sam Rivera", Ticket: "48191", At: at},
			"Alert: a client (Northwind): the codes do not match, ticket 48191",
			[]string{"A client of Northwind asked", "Sam Rivera had taken it up for ticket 48191"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := mail.Render(mail.Brand{}, c.alert.Mail())
			require.NoError(t, err)
			require.Equal(t, c.subject, m.Subject)
			for _, words := range c.says {
				require.Contains(t, m.Text, words)
			}
			require.Equal(t, c.alert.Link != "", strings.Contains(m.HTML, `class="button"`), "one button leads to it")
		})
	}
}
