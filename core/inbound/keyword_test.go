package inbound_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/inbound"
)

func heard(text string) inbound.Keyword { return inbound.Facts{Body: text}.Keyword() }

func TestStopIsHeardInEveryWriting(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Stop.", "STOP!", "stop", " Stop \n", "“STOP”", "*stop*", "S T O P", "S.T.O.P.", "STOP STOP STOP", "ＳＴＯＰ", "Stop\u200b", "STOP 🛑", "🛑 stop 🛑", "stop :(", "STÓP", "sToP!!!",
		"opt out", "Opt-out", "OPT OUT.", "opt–out", "optout", "Opt me out", "Unsubscribe!", "unsubscribe me", "stop all", "STOPALL.", "End.", "quit!", "Cancel.", "revoke.",
		"Stop texting me", "stop sending me messages!", "No more texts please", "Remove me",
		"arrêt", "ARRET", "Arrêtez !", "arrêter", "stopp", "Stopp!", "abmelden", "keine SMS mehr", "alto", "¡Alto!", "PARAR", "dar de baja", "baja", "sair", "afmelden",
		"стоп", "Стоп!", "停止", "退订", "ストップ", "중지", "إيقاف", "توقف",
	} {
		require.Equal(t, inbound.Stop, heard(text), "%q", text)
	}
	for _, text := range []string{
		"please stop", "please stop by the office", "stop please the noise", "Stop by at five", "it stops when I print", "don't stop", "nonstop", "The printer won't stop", "bus stop", "stop the update", "full stop", "stopped", "please", "thanks", "",
		"at the end", "The end", "cancel the meeting", "please cancel", "can you cancel it", "I quit smoking", "end user", "unsubscribe from what?", "alto sax", "para", "42", "🛑", "opt out of the beta",
		"Should I opt out?", "let me know when to stop",
	} {
		require.NotEqual(t, inbound.Stop, heard(text), "%q", text)
	}
	for _, text := range []string{"START", "start.", "Unstop!", "ＳＴＡＲＴ", "yes", " YES "} {
		require.Equal(t, inbound.Start, heard(text), "%q", text)
	}
	for _, text := range []string{"Yes.", "yes please", "start it", "restart", "help!", "Start the backup"} {
		require.Empty(t, heard(text), "%q", text)
	}
}

// Case, blanks, signs, pictures, width and invisible characters never hide a STOP.
func TestNothingAroundStopHidesIt(t *testing.T) {
	t.Parallel()
	around := []string{"", " ", ".", "!", "…", "\n", "🛑", "😡", "\u200b", "\ufeff", "*", "“", "”", "(", ")", "\u00a0", "—", "️"}
	rapid.Check(t, func(t *rapid.T) {
		before, after := rapid.SampledFrom(around), rapid.SampledFrom(around)
		text := before.Draw(t, "a") + before.Draw(t, "b") + rapid.SampledFrom([]string{"stop", "STOP", "Stop", "ｓｔｏｐ", "opt-out", "Opt out", "arrêt"}).Draw(t, "word") + after.Draw(t, "c") + after.Draw(t, "d")
		require.Equal(t, inbound.Stop, heard(text), "%q", text)
	})
}
