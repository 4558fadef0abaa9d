package inbound_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/inbound"
)

// sms are the facts of an SMS from a known contact with nothing open.
func sms(body string, change ...func(*inbound.Facts)) inbound.Facts {
	f := inbound.Facts{Body: body, Authentic: true, Known: true, Words: inbound.DefaultWords()}
	for _, c := range change {
		c(&f)
	}
	return f
}

// email is the same by e-mail.
func email(subject, body string, change ...func(*inbound.Facts)) inbound.Facts {
	f := sms(body, change...)
	f.Email, f.Subject = true, subject
	return f
}

var (
	unknown      = func(f *inbound.Facts) { f.Known = false }
	doubtful     = func(f *inbound.Facts) { f.Authentic = false }
	unreadable   = func(f *inbound.Facts) { f.Unreadable = true }
	machine      = func(f *inbound.Facts) { f.Automatic = true }
	asked        = func(f *inbound.Facts) { f.OpenTechnicianVerification = true }
	counting     = func(f *inbound.Facts) { f.AwaitsNumber = true }
	called       = func(f *inbound.Facts) { f.OpenVerification = true }
	talking      = func(f *inbound.Facts) { f.OpenConversation = true }
	mayStart     = func(f *inbound.Facts) { f.MayStart = true }
	exhausted    = func(f *inbound.Facts) { f.Exhausted = true }
	everyday     = func(f *inbound.Facts) { f.Words.Deny = "no" }
	stopped      = func(f *inbound.Facts) { f.OptedOut = true }
	calledBefore = func(f *inbound.Facts) { f.EndedVerification = true }
	everything   = []func(*inbound.Facts){asked, counting, talking, mayStart}
)

func carrier(word string) func(*inbound.Facts) { return func(f *inbound.Facts) { f.OptOut = word } }

func TestTheTable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		facts inbound.Facts
		want  inbound.Route
	}{
		"a mail whose sender cannot be read":       {email("", "#deny", unreadable), inbound.UnknownSender},
		"... that a machine wrote":                 {email("", "away", unreadable, machine), inbound.UnknownSender},
		"a text of a short code":                   {sms("STOP", append(everything, unreadable)...), inbound.UnknownSender},
		"an absence note":                          {email("Re: #verify", "#verify", machine), inbound.Automatic},
		"a machine that says STOP":                 {sms("STOP", machine), inbound.Automatic},
		"STOP comes before all that is open":       {sms(" stop ", everything...), inbound.Consent},
		"the carrier says so":                      {sms("arrêter", carrier("STOP"), talking), inbound.Consent},
		"START":                                    {sms("Unstop"), inbound.Consent},
		"HELP":                                     {sms("help"), inbound.Consent},
		"STOP by e-mail is a word":                 {email("", "STOP"), inbound.Unheard},
		"a word beside it":                         {sms("please stop"), inbound.Unheard},
		"yes in a conversation":                    {sms("Yes", talking), inbound.Conversation},
		"help in a conversation":                   {sms("HELP", talking), inbound.Conversation},
		"yes after STOP":                           {sms("yes", talking, stopped), inbound.Consent},
		"yes that the carrier took":                {sms("yes", talking, carrier("START")), inbound.Consent},
		"yes outside of a conversation":            {sms("yes"), inbound.Consent},
		"cancel in a conversation":                 {sms("Cancel", talking), inbound.Consent},
		"verify":                                   {sms("#verify"), inbound.Verify},
		"verify in the middle of all else":         {sms("“#Verify”.", everything...), inbound.Verify},
		"verify of a stranger":                     {sms("#verify", unknown), inbound.UnknownSender},
		"verify of a stranger who talks with us":   {sms("#verify", unknown, talking, mayStart), inbound.UnknownSender},
		"verify from a forged mail":                {email("", "#verify", doubtful), inbound.UnknownSender},
		"confirm from a forged mail":               {email("", "#confirm", doubtful, asked), inbound.UnknownSender},
		"deny from a forged mail":                  {email("", "#deny", doubtful, asked), inbound.UnknownSender},
		"verify in the subject":                    {email("#VERIFY", "Sent from my phone"), inbound.Verify},
		"verify in the first line":                 {email("Hello", "\r\n \r\n#verify \r\nKind regards"), inbound.Verify},
		"verify in the second line":                {email("Hello", "Hello\n#verify"), inbound.Unheard},
		"the first line counts before the subject": {email("#verify", "#confirm", asked), inbound.Confirm},
		"an answer to a mail about it":             {email("Re: #verify", "Thanks"), inbound.Unheard},
		"with courtesy":                            {sms("Hi, #verify please"), inbound.Verify},
		"without its sign":                         {sms("Verify."), inbound.Verify},
		"without its sign, in a conversation":      {sms("please verify", talking), inbound.Verify},
		"a sentence with the word":                 {sms("I cannot verify"), inbound.Unheard},
		"a question with the word":                 {sms("did you #verify the backup?", talking), inbound.Conversation},
		"verify in a line of its own":              {email("Hello", "verify\n\nAna"), inbound.Verify},
		"verify in a line of a paragraph":          {email("Hello", "Verify\nthe invoice please"), inbound.Unheard},
		"confirm without its sign":                 {sms("Confirm", asked), inbound.Confirm},
		"... of nothing, in a conversation":        {sms("Confirm", talking), inbound.Conversation},
		"deny without its sign":                    {sms("deny", asked), inbound.Deny},
		"... of nothing":                           {sms("deny"), inbound.Alarm},
		"... of nothing, in a conversation (deny)": {sms("deny", talking), inbound.Conversation},
		"not me":                                {sms("This wasn’t me!", called), inbound.NotMe},
		"not me, in a conversation":             {sms("not me", called, talking), inbound.NotMe},
		"not me, in German":                     {sms("Das war ich nicht.", called), inbound.NotMe},
		"not me, in Japanese":                   {sms("私ではありません。", called), inbound.NotMe},
		"not me, an hour later":                 {sms("not me", calledBefore), inbound.NotMe},
		"not me, of nothing":                    {sms("not me"), inbound.Unheard},
		"not me, of nothing, in a conversation": {sms("not me", talking), inbound.Conversation},
		"not me by e-mail":                      {email("Re: Your code", "That was not me\n\nAna", called), inbound.NotMe},
		"not me from a forged mail":             {email("Re: Your code", "Not me", called, doubtful), inbound.UnknownSender},
		"not me in a sentence":                  {sms("it was not me who broke the printer", called, talking), inbound.Conversation},
		"no to a code":                          {sms("NO", called), inbound.NotMe},
		"no, in a conversation":                 {sms("No.", called, talking), inbound.Conversation},
		"no, an hour later":                     {sms("no", calledBefore), inbound.Unheard},
		"deny to a code":                        {sms("#deny", called), inbound.NotMe},
		"a sign on a message":                   {sms("Liked “915588 is your Bluepeak code”", append(everything, called)...), inbound.Reaction},
		"a sign on a message, of a stranger":    {sms("Reacted 👍 to “Thank you”", unknown, mayStart), inbound.Reaction},
		"a sign of Android":                     {sms("\u200a👍\u200a to “\u200aWe will answer here\u200a” ", talking), inbound.Reaction},
		"a sign in German":                      {sms("Gefällt mir „Danke, Ana“", talking), inbound.Reaction},
		"a sign on a picture":                   {sms("Loved an image", talking), inbound.Reaction},
		"a sentence about liking":               {sms("Liked the new printer", talking), inbound.Conversation},
		"confirm":                               {sms("#confirm", everything...), inbound.Confirm},
		"deny":                                  {sms("#DENY!", everything...), inbound.Deny},
		"confirm of nothing":                    {sms("#confirm"), inbound.Unheard},
		"confirm of nothing, in a conversation": {sms("#confirm", talking, mayStart), inbound.Unheard},
		"confirm of a stranger":                 {sms("#confirm", unknown, talking, mayStart), inbound.UnknownSender},
		"deny of nothing":                       {sms("#deny"), inbound.Alarm},
		"deny of nothing, in a conversation":    {sms("#deny", talking, mayStart), inbound.Alarm},
		"deny of nothing by e-mail":             {email("", "#deny"), inbound.Alarm},
		"deny of a stranger":                    {sms("#deny", unknown, mayStart), inbound.UnknownSender},
		"deny from a forged mail, of nothing":   {email("", "#deny", doubtful), inbound.UnknownSender},
		"an everyday word in a conversation":    {sms("no", talking, everyday), inbound.Conversation},
		"an everyday word outside of one":       {sms("no", everyday), inbound.Alarm},
		"verify, when they have had enough":     {sms("#verify", exhausted, talking, mayStart), inbound.Unheard},
		"deny below the quote":                  {email("Re: code", "On Mon, 30 Nov 2026 at 10:00, Bluepeak <help@bluepeak.example> wrote:\n> 915588 must be read\n> to you\n\n#deny\n", asked), inbound.Deny},
		"deny below a broken quote":             {email("Re: code", "On Mon, 30 Nov 2026 at 10:00, Bluepeak\n<help@bluepeak.example> wrote:\n\n> 915588\n\n#deny", asked), inbound.Deny},
		"deny below a German quote":             {email("Re: code", "Am 30.11.26 um 10:00 schrieb Bluepeak:\r\n> 915588\r\n#deny\r\n", asked), inbound.Deny},
		"deny above the quote":                  {email("Re: code", "#deny\n\nOn Mon, 30 Nov 2026, Bluepeak wrote:\n> #confirm", asked), inbound.Deny},
		"a quoted word is not theirs":           {email("Re: code", "> #deny\nThanks", asked), inbound.Unheard},
		"a number":                              {sms(" 4 2 ", everything...), inbound.Number},
		"a number without a verification":       {sms("42", talking), inbound.Conversation},
		"three digits":                          {sms("420", counting), inbound.Unheard},
		"other digits":                          {sms("٤٢", counting), inbound.Number},
		"a number with a full stop":             {sms("42.", counting), inbound.Number},
		"a number in full width":                {sms("４２", counting), inbound.Number},
		"a number by e-mail":                    {email("", "42", counting), inbound.Unheard},
		"into the conversation":                 {sms("the printer again", talking), inbound.Conversation},
		"a stranger's conversation":             {sms("the printer again", talking, unknown), inbound.Conversation},
		"a new conversation":                    {sms("the printer again", mayStart, unknown), inbound.Conversation},
		"no conversations by e-mail":            {email("", "the printer again", talking, mayStart), inbound.Unheard},
		"unknown sender":                        {sms("who is this?", unknown), inbound.UnknownSender},
		"a picture alone":                       {sms("", talking), inbound.Conversation},
		"nothing at all":                        {sms(""), inbound.Unheard},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, inbound.Decide(c.facts))
		})
	}
}

func anyFacts(t *rapid.T) inbound.Facts {
	flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
	text := func(name string) string {
		return rapid.OneOf(rapid.SampledFrom([]string{"#verify", "#Confirm.", "#deny", "STOP", "yes", "HELP", "42", "verify", "confirm", "deny", "not me", "no", "Liked “hello”", "hello", ""}), rapid.String()).Draw(t, name)
	}
	return inbound.Facts{
		Email: flag("email"), Subject: text("subject"), Body: text("body"), OptOut: rapid.SampledFrom([]string{"", "", "STOP", "START", "HELP"}).Draw(t, "opt-out"),
		Automatic: flag("automatic"), Authentic: flag("authentic"), Words: inbound.DefaultWords(), Known: flag("known"), OptedOut: flag("opted out"),
		OpenTechnicianVerification: flag("asked"), AwaitsNumber: flag("counting"), OpenConversation: flag("talking"), OpenVerification: flag("called"), EndedVerification: flag("called before"), MayStart: flag("may start"),
	}
}

func TestWhateverComesIsDecidedSafely(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFacts(t)
		route := inbound.Decide(f)
		switch route {
		case inbound.Verify:
			require.True(t, f.Known && f.Authentic, "only a known and authentic sender asks about a technician")
		case inbound.Confirm, inbound.Deny:
			require.True(t, f.OpenTechnicianVerification && f.Authentic)
		case inbound.Alarm:
			require.True(t, f.Known && f.Authentic && !f.OpenTechnicianVerification)
		case inbound.NotMe:
			require.True(t, f.OpenVerification || f.EndedVerification && f.Denial() == inbound.NotThem)
		case inbound.Number:
			require.True(t, f.AwaitsNumber && !f.Email)
		case inbound.Conversation:
			require.True(t, !f.Email && (f.OpenConversation || f.MayStart))
			if word := f.Words.Trigger(f.Email, f.Subject, f.Body); word != "" {
				require.NotEqual(t, inbound.Verify, word, "it never falls through to a conversation")
				require.True(t, f.OpenConversation && !strings.Contains(f.Body, "#"), "a trigger word falls through only where it is an everyday word")
			}
		case inbound.Consent:
			require.False(t, f.Email)
			require.NotEmpty(t, f.Keyword())
		case inbound.Unheard:
			require.True(t, f.Known)
		case inbound.UnknownSender:
			require.True(t, !f.Known || !f.Authentic)
		}
		require.Equal(t, f.Automatic, route == inbound.Automatic)
		if f.Keyword() == inbound.Stop && !f.Automatic {
			require.Equal(t, inbound.Consent, route, "STOP works with anything open")
		}
	})
}

func TestAWordIsFoundHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	words := inbound.DefaultWords()
	around := []string{"", " ", "\t", "\"", "'", "“", "”", "«", "»", ".", "!", "…", "(", ")", "\u200b", "\ufe0f", "\n", "🙏"}
	rapid.Check(t, func(t *rapid.T) {
		var typed strings.Builder
		dress := rapid.SliceOfN(rapid.SampledFrom(around), 0, 4)
		typed.WriteString(strings.Join(dress.Draw(t, "before"), ""))
		for _, r := range "#verify" {
			if rapid.Bool().Draw(t, "upper") {
				r = unicode.ToUpper(r)
			}
			typed.WriteRune(r)
		}
		typed.WriteString(strings.Join(dress.Draw(t, "after"), ""))
		require.Equal(t, inbound.Verify, words.Trigger(false, "", typed.String()))
		require.Empty(t, words.Trigger(false, "", typed.String()+"x"))
	})
}

func TestWordsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	require.Empty(t, inbound.DefaultWords().Check())
	require.Empty(t, inbound.Words{Verify: "wirklich", Confirm: "#ja", Deny: "#2fa"}.Check())
	for word, reason := range map[string]string{
		"": "Begin", "#": "Begin", "1st": "Begin", "-x": "Begin", "two words": "without blanks", "tab\there": "without blanks",
		"stop": "Carriers", "Yes": "Carriers", "INFO": "Carriers", "#a.b": "letters and digits", "fine!": "letters and digits", "##x": "letters and digits", "please": "courtesy", "#Bitte": "courtesy",
	} {
		faults := inbound.Words{Verify: word, Confirm: "#confirm", Deny: "#deny"}.Check()
		require.Len(t, faults, 1, "%q", word)
		require.Equal(t, "verify_word", faults[0].Word)
		require.Contains(t, faults[0].Reason, reason, "%q", word)
	}
	faults := inbound.Words{Verify: "#same", Confirm: "#other", Deny: "#SAME"}.Check()
	require.Equal(t, []inbound.Fault{{Word: "deny_word", Reason: "The three words must differ."}}, faults)
	require.Equal(t, faults, inbound.Words{Verify: "#same", Confirm: "#other", Deny: "same"}.Check(), "each is heard without its #")
}

// A word that may be set is found when it comes in, and is never a carrier's.
func TestEveryWordThatMayBeSetWorks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.StringMatching(`#?[a-zA-Z0-9]{1,12}`), rapid.StringN(1, 12, 48)).Draw(t, "word")
		words := inbound.Words{Verify: word, Confirm: "#confirm", Deny: "#deny"}
		if len(words.Check()) > 0 {
			return
		}
		f := sms(word)
		f.Words = words
		require.Equal(t, inbound.Verify, inbound.Decide(f))
	})
}

func FuzzTrigger(f *testing.F) {
	for _, seed := range []string{"#verify", " “#Confirm”. ", "\r\n\r\n#deny\r\n-- \r\nAna", "＃ＶＥＲＩＦＹ", "\xff#verify", strings.Repeat("#", 500), "STOP"} {
		f.Add(seed, seed, true)
		f.Add("", seed, false)
	}
	words := inbound.DefaultWords()
	f.Fuzz(func(t *testing.T, subject, body string, email bool) {
		route := words.Trigger(email, subject, body)
		if route == "" {
			return
		}
		word := map[inbound.Route]string{inbound.Verify: "verify", inbound.Confirm: "confirm", inbound.Deny: "deny"}[route]
		letters := func(text string) string {
			return strings.ToLower(strings.Map(func(r rune) rune {
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					return unicode.ToLower(r)
				}
				return -1
			}, text))
		}
		letters = func(letters func(string) string) func(string) string {
			return func(text string) string {
				for _, part := range strings.Fields(text) {
					if letters(part) == word {
						return word // what may stand beside it is a matter of the table
					}
				}
				return letters(text)
			}
		}(letters)
		found := letters(body) == word
		if email {
			found = letters(subject) == word
			for line := range strings.Lines(body) {
				found = found || letters(line) == word
			}
		}
		if !found {
			t.Fatalf("%s in subject %q and body %q", route, subject, body)
		}
	})
}

// A route whose ground is gone is not taken again, so that a message always ends somewhere.
func TestAWithdrawnRouteIsNotTakenAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFacts(t)
		taken := map[inbound.Route]bool{}
		for {
			route := inbound.Decide(f)
			require.False(t, taken[route], route)
			taken[route] = true
			if !f.Withdraw(route) {
				break
			}
		}
		require.Equal(t, "message.unheard", inbound.Unheard.Report())
		require.Empty(t, inbound.Consent.Report())
	})
}
