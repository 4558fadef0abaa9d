package stack

import (
	"fmt"
	"strings"
	"time"
)

// table is the one thing a developer reads.
func table(d Dev, state string, took time.Duration) string {
	groups := [][][2]string{
		{
			{"Console", d.ConsoleURL},
			{"Pod", d.PodURL},
			{"API", d.APIURL + "/v1"},
			{"Sandbox", d.SandboxURL + "/   phones and inboxes of the demo people"},
			{"Temporal UI", d.TemporalUIURL + "/"},
		},
		{
			{"Sign in as", d.ConsoleEmail},
			{"Password", d.ConsolePassword},
			{"API key", d.APIKey},
		},
		{
			{"Temporal", d.TemporalAddress + "   namespace " + d.TemporalNamespace},
			{"Addresses", state + "/dev.json"},
			{"Logs", state + "/logs"},
		},
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\nCountersign is ready after %.1f s. Ctrl-C stops it; its data stays.\n", took.Seconds())
	for _, group := range groups {
		if group[0][1] == "" {
			continue // without seed there is nobody to sign in as
		}
		b.WriteByte('\n')
		for _, line := range group {
			fmt.Fprintf(&b, "  %-12s  %s\n", line[0], line[1])
		}
	}
	return b.String()
}
