package kit_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/ticket"
	"countersign/integrations/kit"
)

func TestAFilesNameIsItsOwnAndKeepsItsReference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.String().Draw(t, "name")
		for _, ref := range []string{"", "CS-7Q2M4K"} {
			name := kit.FileName(given, ref, 100)
			require.NotEmpty(t, name)
			require.Contains(t, name, ref)
			require.LessOrEqual(t, utf8.RuneCountInString(name), 101)
			require.False(t, strings.ContainsAny(name, `/\";`))
			require.True(t, utf8.ValidString(name))
		}
		require.Contains(t, kit.FileTitle(ticket.Attachment{Name: given, Reference: "CS-7Q2M4K"}, 100), "CS-7Q2M4K")
	})
	for given, want := range map[string]string{
		"": "file", "/": "file", "..": "file", "../..": "file", `C:\a\b.png`: "b.png", "../../x.jpg": "x.jpg", "a\nb.txt": "a b.txt",
		strings.Repeat("ü", 200) + ".jpg": strings.Repeat("ü", 95) + "….jpg", "." + strings.Repeat("x", 200): "." + strings.Repeat("x", 98) + "…",
	} {
		require.Equal(t, want, kit.FileName(given, "", 100), given)
	}
	require.Equal(t, "a b CS-1.jpg", kit.FileName(`c:\x\a b.jpg`, "CS-1", 100))
	require.Equal(t, "image/jpeg", kit.ContentType("Image/JPEG; q=1"))
	require.Equal(t, "application/octet-stream", kit.ContentType("image/x,evil"))
}

func TestTimesAreUTCAndTheYear1900IsNone(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-03-02T14:30:00Z": "2026-03-02T14:30:00Z", "2026-03-02T14:30:00+02:00": "2026-03-02T12:30:00Z", "2026-03-02T14:30:00.12": "2026-03-02T14:30:00.12Z",
		"2026-03-02T14:30": "2026-03-02T14:30:00Z", "2026-03-02": "2026-03-02T00:00:00Z", "1900-01-01T00:00:00": "0001-01-01T00:00:00Z", "": "0001-01-01T00:00:00Z", "soon": "0001-01-01T00:00:00Z",
	} {
		require.Equal(t, want, kit.ParseTime(text).Format(time.RFC3339Nano), text)
	}
}

func TestIDsAreWrittenInOneWay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"1": true, "2147483647": true, "2147483648": false, "0": false, "-1": false, "01": false, "+1": false, "": false, "1 ": false} {
		_, ok := kit.ParseID[int64](text, 32)
		require.Equal(t, want, ok, text)
	}
}

func FuzzPlainText(f *testing.F) {
	for _, seed := range []string{"a < b", "<div>x</div>", "<p>a<br>b", "&lt;p&gt;", "<<p>>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if plain := kit.PlainText(text); !strings.ContainsRune(text, '<') && plain != strings.TrimSpace(text) {
			t.Fatalf("%q was no HTML", text)
		}
	})
}
