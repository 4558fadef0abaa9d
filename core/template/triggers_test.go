package template_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/inbound"
	"countersign/core/problem"
	"countersign/core/template"
)

var ownWords = inbound.Words{Verify: "#echt", Confirm: "ja", Deny: "#falsch"}

func TestEveryTextNamesTheWordsThatAreSet(t *testing.T) {
	t.Parallel()
	for _, kind := range template.Kinds {
		built := template.BuiltIn(kind)
		written := built
		written.Body += " Write ${verify}, ${confirm} or #Deny."
		require.Empty(t, template.Validate(kind, written), kind)
		got := render(t, kind, written.Named(ownWords), nil)
		require.Contains(t, got.Text, "Write #echt, ja or #falsch.", kind)
	}
}

func TestABuiltInWordThatIsSpelledOutIsTheOneThatIsSet(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"#confirm":                         "ja",
		"answer #CONFIRM/#deny.":           "answer ja/#falsch.",
		"(“＃verify”), #verify!":            "(“#echt”), #echt!",
		"#confirming, page#deny, &#verify": "#confirming, page#deny, &#verify",
		"confirm, deny":                    "confirm, deny",
		"${confirm}${deny}":                "ja#falsch",
		"${name} ${link}":                  "${name} ${link}",
	} {
		require.Equal(t, want, template.Text{Body: written}.Named(ownWords).Body)
		require.Equal(t, written != want, template.Text{Footer: written}.HasTriggers(), written)
	}
	require.Equal(t, "#confirm", template.Text{Body: "#confirm"}.Named(inbound.DefaultWords()).Body)
}

func TestASpelledOutWordCountsWithItsLongest(t *testing.T) {
	t.Parallel()
	long := template.Text{Body: "${code} "}
	for len(long.Body) < 1500 {
		long.Body += "#deny "
	}
	require.NotEmpty(t, template.Validate(template.TechnicianCode, long), "a word of 24 characters would not fit")
}

func TestAWordOfTheMSPsOwnIsNotSpelledOut(t *testing.T) {
	t.Parallel()
	require.Empty(t, template.Text{Body: "#confirm, ${deny}, ja, #echter"}.LiteralTriggers(ownWords))
	require.Equal(t, []problem.Field{
		{Field: "body", Message: "Write ${verify} for #Echt: the text follows when the word is changed."},
		{Field: "footer", Message: "Write ${deny} for #falsch: the text follows when the word is changed."},
	}, template.Text{Body: "Ask by #Echt or #falsch", Footer: "#falsch"}.LiteralTriggers(ownWords))
}
