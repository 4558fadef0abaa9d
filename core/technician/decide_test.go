package technician_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/problem"
	"countersign/core/technician"
	"countersign/core/template"
)

var (
	noon      = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	sam       = technician.Actor{Kind: "user", ID: uuid.New(), Name: "Sam Rivera"}
	lee       = technician.Actor{Kind: "user", ID: uuid.New(), Name: "Lee Wong"}
	ana       = technician.Candidate{Contact: uuid.New(), Company: uuid.New()}
	ben       = technician.Candidate{Contact: uuid.New(), Company: uuid.New()}
	connected = technician.Tickets{Connected: true}
)

func minute(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }

func asked(candidates ...technician.Candidate) technician.State {
	return technician.Open(technician.Question{ContactPoint: "+1 415 ••• ••34", Candidates: candidates, At: noon, ExpiresAt: minute(15)}).State
}

func claim(by technician.Actor, at time.Time) technician.Claim {
	return technician.Claim{Ticket: "48190", By: by, At: at}
}

func claimed() technician.State { return asked(ana).Claim(claim(sam, minute(2)), connected).State }

func confirms(at time.Time) technician.Reply {
	return technician.Reply{AfterCode: true, At: at, ProcessedAt: at}
}

func TestOpenKnowsTheOnlyPersonWithTheContactPoint(t *testing.T) {
	t.Parallel()
	alone := technician.Open(technician.Question{Candidates: []technician.Candidate{ana}, Verifications: []uuid.UUID{uuid.New()}, At: noon, ExpiresAt: minute(15)})
	require.Equal(t, &ana.Contact, alone.State.Contact)
	require.Equal(t, &ana.Company, alone.State.Company)
	require.NotNil(t, alone.State.Verification)
	require.Equal(t, template.TechnicianCode, alone.Text)
	shared := technician.Open(technician.Question{Candidates: []technician.Candidate{ana, ben}, Verifications: []uuid.UUID{uuid.New(), uuid.New()}})
	require.Nil(t, shared.State.Contact)
	require.Nil(t, shared.State.Verification, "one of two may be the other person's")
	require.ElementsMatch(t, []uuid.UUID{ana.Company, ben.Company}, shared.State.Companies())
}

// A step has an outcome that is one of: refused, recorded without a change, or a new status.
func TestSteps(t *testing.T) {
	t.Parallel()
	refused := func(code problem.Code) technician.Refusal { return technician.Refusal{Code: code} }
	closed := claimed().End(technician.End{Status: technician.Denied, By: sam, At: minute(3)}, connected).State
	exhausted := asked(ana)
	exhausted.Issue = technician.MaxIssues
	renewed := claimed().Reissue(minute(4), minute(19), false).State
	for name, c := range map[string]struct {
		decision technician.Decision
		status   technician.Status
		refusal  technician.Refusal
		changed  bool
		text     template.Kind
		audit    string
	}{
		"a claim":                              {asked(ana).Claim(claim(sam, minute(2)), connected), technician.Claimed, technician.Refusal{}, true, template.TechnicianNamed, "claimed"},
		"the same claim again":                 {claimed().Claim(claim(sam, minute(3)), connected), technician.Claimed, technician.Refusal{}, true, "", "claimed"},
		"a claim by another technician":        {claimed().Claim(claim(lee, minute(3)), connected), technician.Claimed, refused(problem.Conflict), false, "", ""},
		"a claim after the end":                {closed.Claim(claim(sam, minute(4)), connected), technician.Denied, refused(problem.AlreadyClosed), false, "", ""},
		"a claim of one of several":            {asked(ana, ben).Claim(claim(sam, minute(2)), connected), technician.Waiting, refused(problem.ValidationFailed), false, "", ""},
		"a claim of a void claim":              {renewed.Claim(claim(lee, minute(5)), connected), technician.Claimed, technician.Refusal{}, true, template.TechnicianNamed, "claimed"},
		"a confirmation":                       {claimed().Reply(confirms(minute(3)), connected), technician.Confirmed, technician.Refusal{}, true, template.TechnicianClosed, "confirmed"},
		"a confirmation before the claim":      {claimed().Reply(confirms(minute(1)), connected), technician.Claimed, technician.Refusal{}, false, "", "confirmed-too-early"},
		"a confirmation without a claim":       {asked(ana).Reply(confirms(minute(1)), connected), technician.Waiting, technician.Refusal{}, false, "", "confirmed-too-early"},
		"a confirmation of a void code":        {claimed().Reply(technician.Reply{At: minute(3)}, connected), technician.Claimed, technician.Refusal{}, false, "", "confirmed-too-early"},
		"a denial without a claim":             {asked(ana).Reply(technician.Reply{Denies: true, ProcessedAt: minute(1)}, connected), technician.Denied, technician.Refusal{}, true, template.TechnicianDenied, "denied"},
		"a reply after the end":                {closed.Reply(confirms(minute(4)), connected), technician.Denied, technician.Refusal{}, false, "", ""},
		"another code":                         {claimed().Reissue(minute(3), minute(18), false), technician.Waiting, technician.Refusal{}, true, template.TechnicianCode, "asked"},
		"another code beyond the limits":       {claimed().Reissue(minute(3), minute(18), true), technician.Claimed, technician.Refusal{}, false, "", "limited"},
		"a sixth code":                         {exhausted.Reissue(minute(3), minute(18), false), technician.Waiting, technician.Refusal{}, false, "", ""},
		"another code after the end":           {closed.Reissue(minute(3), minute(18), false), technician.Denied, refused(problem.AlreadyClosed), false, "", ""},
		"confirmed by word":                    {claimed().End(technician.End{Status: technician.Confirmed, How: technician.Verbally, By: sam, At: minute(3)}, connected), technician.Confirmed, technician.Refusal{}, true, template.TechnicianClosed, "confirmed"},
		"confirmed by word without a claim":    {asked(ana).End(technician.End{Status: technician.Confirmed, How: technician.Verbally, By: sam, At: minute(3)}, connected), technician.Waiting, refused(problem.Conflict), false, "", ""},
		"closed as not matching":               {asked(ana).End(technician.End{Status: technician.Denied, By: sam, At: minute(3)}, connected), technician.Denied, technician.Refusal{}, true, template.TechnicianDenied, "denied"},
		"time before the code has ended":       {renewed.End(technician.End{Status: technician.Expired, By: technician.Clock, At: minute(15)}, connected), technician.Waiting, technician.Refusal{}, false, "", ""},
		"time":                                 {asked(ana).End(technician.End{Status: technician.Expired, By: technician.Clock, At: minute(15)}, connected), technician.Expired, technician.Refusal{}, true, "", "expired"},
		"the end of one that has ended":        {closed.End(technician.End{Status: technician.Expired, By: technician.Clock, At: minute(15)}, connected), technician.Denied, refused(problem.AlreadyClosed), false, "", ""},
		"the approval of a note that is none":  {closed.ApproveNote(sam), technician.Denied, refused(problem.Conflict), false, "", ""},
		"a first look at the code":             {asked(ana).ShowCode(sam, true, minute(1)), technician.Waiting, technician.Refusal{}, true, "", "code-shown"},
		"a second look at the code":            {asked(ana).ShowCode(sam, false, minute(1)), technician.Waiting, technician.Refusal{}, false, "", ""},
		"a look at the code after its own end": {closed.ShowCode(sam, true, minute(4)), technician.Denied, refused(problem.AlreadyClosed), false, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.status, c.decision.State.Status)
			require.Equal(t, c.refusal.Code, c.decision.Refusal.Code)
			require.Equal(t, c.refusal.Code != "", c.decision.Refusal.Err() != nil)
			require.Equal(t, c.changed, c.decision.Changed)
			require.Equal(t, c.text, c.decision.Text)
			action := c.audit
			if action != "" {
				action = "technician-verification." + action
			}
			require.Equal(t, action, c.decision.Audit.Action)
			require.Equal(t, c.decision.State.Status == technician.Denied && c.changed, c.decision.Alert, "a denial is told, and nothing else")
		})
	}
}

func TestWhoSharesAContactPointIsChosen(t *testing.T) {
	t.Parallel()
	choose := func(id uuid.UUID) technician.Claim {
		c := claim(sam, minute(2))
		c.Contact = &id
		return c
	}
	require.Equal(t, "contact_id", asked(ana, ben).Claim(choose(uuid.New()), connected).Refusal.Field)
	chosen := asked(ana, ben).Claim(choose(ben.Contact), connected).State
	require.Equal(t, &ben.Company, chosen.Company)
	again := claim(sam, minute(3))
	again.Ticket = ""
	same := chosen.Claim(again, connected).State
	require.Equal(t, &ben.Contact, same.Contact, "the choice stays")
	require.Equal(t, "48190", same.Ticket, "so does the ticket")
	require.Nil(t, chosen.Reissue(minute(4), minute(19), false).State.Contact, "the other one may be asking now")
	require.NotNil(t, claimed().Reissue(minute(4), minute(19), false).State.Contact)
}

func TestTheNoteGoesWhereThereIsATicket(t *testing.T) {
	t.Parallel()
	deny := func(s technician.State, tickets technician.Tickets) technician.Decision {
		return s.End(technician.End{Status: technician.Denied, By: sam, At: minute(3)}, tickets)
	}
	for name, c := range map[string]struct {
		decision technician.Decision
		note     technician.NoteState
	}{
		"no ticket":        {deny(asked(ana), connected), technician.NoteNone},
		"no ticket system": {deny(claimed(), technician.Tickets{}), technician.NoteNone},
		"at once":          {deny(claimed(), connected), technician.NoteQueued},
		"after approval":   {deny(claimed(), technician.Tickets{Connected: true, NotesApproved: true}), technician.NoteAwaits},
	} {
		require.Equal(t, c.note, c.decision.State.Note, name)
		require.Equal(t, c.note == technician.NoteQueued, c.decision.QueueNote, name)
		approved := c.decision.State.ApproveNote(sam)
		require.Equal(t, c.note == technician.NoteAwaits, approved.QueueNote, name)
	}
}

func TestTextsNameThePersonWhoClaimed(t *testing.T) {
	t.Parallel()
	words := technician.Words{Text: template.Text{Body: "${technician} ${minutes} ${name}"}, Branding: template.DefaultBranding("Bluepeak"), Person: "Ana Torres"}
	text, err := claimed().Render(template.TechnicianNamed, words, minute(2).Add(time.Second))
	require.NoError(t, err)
	require.Equal(t, "Sam Rivera 13 Ana", text)
	key := sam
	key.Kind = "api_key"
	text, err = asked(ana).Claim(claim(key, minute(2)), connected).State.Render(template.TechnicianNamed, words, minute(60))
	require.NoError(t, err)
	require.Equal(t, "our help desk 1 Ana", text)
}

// Any order of steps keeps the rules.
func TestNoOrderOfStepsBeatsTheRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := asked(rapid.SampledFrom([][]technician.Candidate{{ana}, {ana, ben}}).Draw(t, "candidates")...)
		at := noon
		for range rapid.IntRange(0, 40).Draw(t, "steps") {
			at = at.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "second")) * time.Second)
			d := anyStep(t, s, at)
			switch {
			case s.Status.Closed():
				require.Equal(t, s.Status, d.State.Status, "an end is an end")
				require.Empty(t, d.Text)
				require.False(t, d.Alert || d.Supersede)
			case !d.Changed:
				require.Equal(t, s, d.State)
				require.Empty(t, d.Text)
			case d.State.Status == technician.Confirmed:
				early := slices.ContainsFunc(s.Facts, func(f technician.Fact) bool { return f.Kind == technician.Early })
				looked := slices.ContainsFunc(s.Facts, func(f technician.Fact) bool { return f.Kind == technician.Looked })
				require.True(t, s.Status == technician.Claimed || early && looked && d.State.ClaimedBy != nil, "no technician had read the code to them")
				require.NotNil(t, d.State.Contact)
			}
			require.False(t, d.Refusal.Code != "" && d.Changed, "a refusal changes nothing")
			require.LessOrEqual(t, d.State.Issue, technician.MaxIssues)
			if !d.State.Status.Closed() {
				require.Equal(t, d.State.Status == technician.Claimed, d.State.ClaimedBy != nil)
			}
			require.GreaterOrEqual(t, len(d.State.Facts), len(s.Facts))
			require.Equal(t, s.Facts, d.State.Facts[:len(s.Facts)], "facts are only added")
			s = d.State
		}
	})
}

func anyStep(t *rapid.T, s technician.State, at time.Time) technician.Decision {
	by := rapid.SampledFrom([]technician.Actor{sam, lee}).Draw(t, "by")
	tickets := technician.Tickets{Connected: rapid.Bool().Draw(t, "connected"), NotesApproved: rapid.Bool().Draw(t, "approves")}
	switch rapid.IntRange(0, 5).Draw(t, "step") {
	case 0:
		c := technician.Claim{By: by, At: at, Ticket: rapid.SampledFrom([]string{"", "48190"}).Draw(t, "ticket")}
		if rapid.Bool().Draw(t, "chooses") {
			c.Contact = new(rapid.SampledFrom([]technician.Candidate{ana, ben}).Draw(t, "who").Contact)
		}
		return s.Claim(c, connected)
	case 1:
		return s.Reply(technician.Reply{Denies: rapid.Bool().Draw(t, "denies"), AfterCode: rapid.Bool().Draw(t, "newest"), At: at, ProcessedAt: at}, tickets)
	case 2:
		return s.Reissue(at, at.Add(15*time.Minute), rapid.Bool().Draw(t, "limited"))
	case 3:
		return s.ShowCode(by, rapid.Bool().Draw(t, "first"), at)
	case 4:
		return s.ApproveNote(by)
	default:
		status := rapid.SampledFrom([]technician.Status{technician.Confirmed, technician.Denied, technician.Expired}).Draw(t, "status")
		return s.End(technician.End{Status: status, By: by, At: at}, tickets)
	}
}

func TestAConfirmationAfterTheCodeWasLookedAtWaitsForTheClaim(t *testing.T) {
	t.Parallel()
	unseen := asked(ana).Reply(confirms(minute(1)), connected)
	require.Equal(t, technician.Waiting, unseen.State.Status)
	require.Equal(t, "technician-verification.confirmed-too-early", unseen.Audit.Action, "nobody can have read a code to them that nobody has seen")
	require.Equal(t, technician.Claimed, unseen.State.Claim(claim(sam, minute(2)), connected).State.Status)

	looked := asked(ana).ShowCode(sam, true, minute(1)).State
	early := looked.Reply(confirms(minute(2)), connected)
	require.Equal(t, technician.Waiting, early.State.Status)
	require.True(t, early.Publish)
	require.False(t, early.State.Reply(confirms(minute(2)), connected).Changed, "it is written down once")
	taken := early.State.Claim(claim(sam, minute(3)), connected)
	require.Equal(t, technician.Confirmed, taken.State.Status)
	require.Equal(t, technician.ByReply, taken.State.How)
	require.Equal(t, template.TechnicianClosed, taken.Text, "they are told")
	require.True(t, taken.QueueNote)
	require.Equal(t, "Sam Rivera", taken.State.ClaimedBy.Name)

	renewed := early.State.Reissue(minute(3), minute(20), false).State
	require.Equal(t, technician.Claimed, renewed.Claim(claim(sam, minute(4)), connected).State.Status, "a newer code needs another answer")
	denied := early.State.Reply(technician.Reply{Denies: true, At: minute(3), ProcessedAt: minute(3)}, connected)
	require.Equal(t, technician.Denied, denied.State.Status, "a denial always counts")
}

func TestOnlyTheClaimantLogsAConfirmationByWordOfMouth(t *testing.T) {
	t.Parallel()
	logs := func(by technician.Actor) technician.Decision {
		return claimed().End(technician.End{Status: technician.Confirmed, How: technician.Verbally, By: by, At: minute(3)}, connected)
	}
	require.Equal(t, problem.Conflict, logs(lee).Refusal.Code)
	require.Contains(t, logs(lee).Refusal.Detail, "Sam Rivera")
	require.Equal(t, technician.Confirmed, logs(sam).State.Status)
}
