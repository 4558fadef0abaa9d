package conversation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/conversation"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestOrder(t *testing.T) {
	t.Parallel()
	heard := func(at, sent float64) conversation.Arrival {
		h := conversation.Arrival{Inbound: true, At: noon.Add(time.Duration(at * float64(time.Second)))}
		if sent >= 0 {
			h.ProviderAt = noon.Add(time.Duration(sent * float64(time.Second)))
		}
		return h
	}
	const silent = -1
	outbound := func(at float64) conversation.Arrival {
		h := heard(at, silent)
		h.Inbound = false
		return h
	}
	for name, c := range map[string]struct {
		messages []conversation.Arrival
		want     []int
	}{
		"none":                              {nil, []int{}},
		"as they came":                      {[]conversation.Arrival{heard(1, 0), heard(2, 1)}, []int{0, 1}},
		"the later was sent earlier":        {[]conversation.Arrival{heard(1, 0.9), heard(1.5, 0.2)}, []int{1, 0}},
		"three turned round":                {[]conversation.Arrival{heard(1, 0.9), heard(1.5, 0.5), heard(1.9, 0.1)}, []int{2, 1, 0}},
		"one does not tell":                 {[]conversation.Arrival{heard(1, 0.9), heard(1.5, silent)}, []int{0, 1}},
		"too far apart":                     {[]conversation.Arrival{heard(1, 0.9), heard(3, 0.2)}, []int{0, 1}},
		"an answer in between stands fast":  {[]conversation.Arrival{heard(1, 0.9), outbound(1.2), heard(1.5, 0.2)}, []int{0, 1, 2}},
		"the same second stays as it came":  {[]conversation.Arrival{heard(1, 0), heard(1.5, 0)}, []int{0, 1}},
		"outbound messages stay as written": {[]conversation.Arrival{outbound(2), outbound(1)}, []int{0, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, conversation.Order(c.messages))
		})
	}
}

// For any arrivals: nothing is lost or doubled, and a message that was alone for two seconds keeps its place.
func TestOrderLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := noon
		messages := make([]conversation.Arrival, rapid.IntRange(0, 30).Draw(t, "messages"))
		for i := range messages {
			at = at.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "pause")) * time.Millisecond)
			messages[i] = conversation.Arrival{Inbound: rapid.Bool().Draw(t, "inbound"), At: at}
			if rapid.Bool().Draw(t, "tells") {
				messages[i].ProviderAt = at.Add(-time.Duration(rapid.IntRange(0, 5000).Draw(t, "late")) * time.Millisecond)
			}
		}
		order := conversation.Order(messages)
		sorted := slices.Clone(order)
		slices.Sort(sorted)
		for i, index := range sorted {
			require.Equal(t, i, index)
		}
		for place, index := range order {
			for _, before := range order[:place] {
				if before > index {
					require.True(t, messages[before].Inbound && messages[index].Inbound, "only inbound messages change places")
				}
			}
		}
	})
}

func TestJudge(t *testing.T) {
	t.Parallel()
	jpeg, png := "\xff\xd8\xff\xe0 and so on", "\x89PNG\r\n\x1a\n and so on"
	for name, c := range map[string]struct {
		said, body, kind string
		accepted         bool
	}{
		"jpeg":                        {"image/jpeg", jpeg, "image/jpeg", true},
		"png that says jpeg":          {"image/jpeg", png, "image/png", true},
		"gif":                         {"image/gif", "GIF89a and so on", "image/gif", true},
		"webp":                        {"image/webp", "RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp", true},
		"heic":                        {"image/heic", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic", true},
		"a page that says jpeg":       {"image/jpeg", "<!DOCTYPE html><script>", "text/html", false},
		"a drawing with scripts":      {"image/svg+xml", "<svg onload=alert(1)>", "text/plain", false},
		"a film":                      {"video/mp4", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "video/mp4", false},
		"a picture that is none":      {"image/heic", "\x00\x01\x02\x03\x04\x05\x06", "application/octet-stream", false},
		"a card":                      {"text/vcard", "BEGIN:VCARD", "text/plain", false},
		"nothing":                     {"image/jpeg", "", "text/plain", false},
		"exactly five megabytes":      {"image/jpeg", jpeg + strings.Repeat("x", conversation.MaxPicture-len(jpeg)), "image/jpeg", true},
		"a byte over five megabytes":  {"image/jpeg", jpeg + strings.Repeat("x", conversation.MaxPicture+1-len(jpeg)), "image/jpeg", false},
		"a program that says nothing": {"", "MZ\x90\x00\x03\x00", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := conversation.Judge(conversation.Picture{URL: "https://provider.example/1"}, c.said, []byte(c.body))
			require.NotNil(t, p.Accepted)
			require.Equal(t, c.accepted, *p.Accepted)
			require.Equal(t, c.kind, p.ContentType)
			require.Equal(t, c.accepted, p.Reason == "")
			require.NotEmpty(t, p.String())
		})
	}
}
