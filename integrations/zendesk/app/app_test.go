package app_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/integrations/zendesk/app"
)

const pod = "https://desk.example/pod/3f/"

// unpacked are an app's files by their names.
func unpacked(t require.TestingT, raw []byte) map[string]string {
	reader, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	out := map[string]string{}
	for _, one := range reader.File {
		file, err := one.Open()
		require.NoError(t, err)
		body, err := io.ReadAll(file)
		require.NoError(t, err)
		require.NoError(t, file.Close())
		out[one.Name] = string(body)
	}
	return out
}

func TestTheAppIsWhatZendeskTakes(t *testing.T) {
	t.Parallel()
	raw, err := app.App(pod)
	require.NoError(t, err)
	again, err := app.App(pod)
	require.NoError(t, err)
	require.Equal(t, raw, again, "the same address makes the same bytes")
	files := unpacked(t, raw)
	var says struct {
		Name, DefaultLocale, FrameworkVersion, Version string
		Private                                        bool
		Author                                         struct{ Name, Email, URL string }
		Location                                       map[string]map[string]struct {
			URL      string
			Flexible bool
		}
		Parameters, Requirements any
	}
	require.NoError(t, json.Unmarshal([]byte(files["manifest.json"]), &says))
	require.Equal(t, []any{"Countersign", "en", "2.0", true}, []any{says.Name, says.DefaultLocale, says.FrameworkVersion, says.Private})
	require.Equal(t, "noreply@desk.example", says.Author.Email)
	require.Equal(t, "https://desk.example", says.Author.URL)
	require.Nil(t, says.Parameters, "it has no settings, so no secret can be typed into it")
	sidebar := says.Location["support"]["ticket_sidebar"]
	require.Contains(t, files, sidebar.URL)
	require.Contains(t, files, "translations/"+says.DefaultLocale+".json")
	var words map[string]map[string]string
	require.NoError(t, json.Unmarshal([]byte(files["translations/en.json"]), &words))
	for _, name := range []string{"name", "short_description", "long_description"} {
		require.NotEmpty(t, words["app"][name], name)
	}
}

func TestThePageFramesThePodAndNothingElse(t *testing.T) {
	t.Parallel()
	raw, err := app.App(pod)
	require.NoError(t, err)
	files := unpacked(t, raw)
	page := files["assets/iframe.html"]
	require.Contains(t, page, `data-pod="`+pod+`"`)
	require.Contains(t, page, "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js")
	for _, script := range regexp.MustCompile(`<script src="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if !strings.HasPrefix(script[1], "https://static.zdassets.com/") {
			require.Contains(t, files, "assets/"+script[1])
		}
	}
	said := regexp.MustCompile(`client\.(get|invoke|request|on|set)\("([^"]+)"`).FindAllStringSubmatch(files["assets/countersign.js"], -1)
	var asked []string
	for _, one := range said {
		asked = append(asked, one[1]+" "+one[2])
	}
	require.Equal(t, []string{"invoke resize", "get ticket.id"}, asked, "it asks Zendesk for the ticket's number and for nothing else")
}

func TestAnAddressThatIsNoPodsIsRefused(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{
		"", "desk.example", "//desk.example", "http://desk.example/pod", "javascript:alert(1)", "https://", "https://user:secret@desk.example/", "https://desk.example/?a=b",
		"https://desk.example/?", "https://desk.example/#x", "https://desk.example\x00/", "ftp://desk.example/",
	} {
		_, err := app.App(wrong)
		require.ErrorIs(t, err, app.ErrAddress, wrong)
	}
	_, err := app.App("http://localhost:8080/pod")
	require.NoError(t, err, "a pod on one's own machine")
}

// FuzzApp: the page names exactly the accepted address, which cannot break out of it.
func FuzzApp(f *testing.F) {
	for _, seed := range []string{pod, `https://desk.example/"><script>alert(1)</script>`, "https://desk.example/&quot;'", "https://[::1]/", "http://localhost/%22"} {
		f.Add(seed)
	}
	framed := regexp.MustCompile(`(?s)data-pod="([^"]*)" allow`)
	f.Fuzz(func(t *testing.T, raw string) {
		made, err := app.App(raw)
		if err != nil {
			return
		}
		page := unpacked(t, made)["assets/iframe.html"]
		found := framed.FindStringSubmatch(page)
		require.NotNil(t, found)
		require.Equal(t, 2, strings.Count(page, "<script"))
		want, err := url.Parse(raw)
		require.NoError(t, err)
		require.Equal(t, want.String(), html.UnescapeString(found[1]))
	})
}
