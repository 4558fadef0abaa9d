package store_test

import (
	"context"
	"fmt"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/inbound"
	"countersign/core/message"
	"countersign/core/otp"
	"countersign/core/policy"
	"countersign/core/problem"
	"countersign/core/technician"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/messages"
	"countersign/store/notices"
	"countersign/store/people"
	"countersign/store/settings"
	"countersign/store/techverify"
	"countersign/store/verify"
)

// asks is a client's "#verify".
func (l *line) asks(from string, change ...func(*message.Inbound)) techverify.Row {
	l.t.Helper()
	row, err := techverify.Ask(l.t.Context(), l.store, l.tenant, l.writes(from, "#verify", change...))
	require.NoError(l.t, err)
	return row
}

func (l *line) recorder() technician.Recorder { return techverify.Recorder{Store: l.store} }

// answers is a client's "#confirm" or "#deny" as the run hears it.
func (l *line) answers(from string, route inbound.Route) technician.Answer {
	l.t.Helper()
	return l.hears(l.writesAnswer(from, route))
}

func (l *line) writesAnswer(from string, route inbound.Route) uuid.UUID {
	l.t.Helper()
	id := l.writes(from, "#"+string(route))
	_, err := messages.AnswerTechnicianVerification(l.t.Context(), l.store, l.tenant, id, route, time.Now())
	require.NoError(l.t, err)
	return id
}

func (l *line) hears(message uuid.UUID) technician.Answer {
	l.t.Helper()
	answer, err := l.recorder().Reply(l.t.Context(), l.tenant, message, time.Now())
	require.NoError(l.t, err)
	return answer
}

func (l *line) claims(request uuid.UUID, change ...func(*technician.Claim)) technician.Answer {
	l.t.Helper()
	c := technician.Claim{Tenant: l.tenant, Verification: request, Ticket: "48190", By: technician.Actor{Kind: l.sam.Kind, ID: l.sam.ID, Name: l.sam.Name}, At: time.Now()}
	for _, with := range change {
		with(&c)
	}
	answer, err := l.recorder().Claim(l.t.Context(), c)
	require.NoError(l.t, err)
	return answer
}

func (l *line) ends(request uuid.UUID, status technician.Status, how technician.How, at time.Time) technician.Answer {
	l.t.Helper()
	answer, err := l.recorder().End(l.t.Context(), technician.End{Tenant: l.tenant, Verification: request, Status: status, How: how, By: technician.Actor{Kind: l.sam.Kind, ID: l.sam.ID, Name: l.sam.Name}, At: at})
	require.NoError(l.t, err)
	return answer
}

func (l *line) request(id uuid.UUID, scope store.Scope) (r techverify.View) {
	l.t.Helper()
	l.in(func(ctx context.Context, tx store.Tx) {
		var err error
		r, err = techverify.Get(ctx, tx, id, scope, l.sam.ID)
		require.NoError(l.t, err)
	})
	return r
}

func (l *line) due(request uuid.UUID) technician.Due {
	l.t.Helper()
	due, err := l.recorder().Due(l.t.Context(), l.tenant, request, "run-1")
	require.NoError(l.t, err)
	return due
}

// sends hands over what is due and returns the texts.
func (l *line) sends(request uuid.UUID) (texts []string) {
	l.t.Helper()
	for _, id := range l.due(request).Outbound {
		h, err := messages.Outbox{Store: l.store, CodeText: techverify.CodeText}.TakeMessage(l.t.Context(), l.tenant, id, time.Now())
		require.NoError(l.t, err)
		if h.Due {
			texts = append(texts, h.Out.Text)
			require.NoError(l.t, messages.Outbox{Store: l.store, CodeText: techverify.CodeText}.SettleOutbound(l.t.Context(), l.tenant, id, message.Ending{Status: message.Accepted, ProviderID: "SM1", At: time.Now()}))
		}
	}
	return texts
}

func (l *line) audits(action string) int {
	return l.count(`SELECT count(*) FROM audit WHERE action = $1`, "technician-verification."+action)
}

func TestARequestFromTheQuestionToTheNote(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	before := time.Now()
	asked := l.asks(anasMobile)
	require.Equal(t, "waiting", asked.Status)
	require.Equal(t, &l.ana.ID, asked.ContactID)
	require.WithinRange(t, asked.ExpiresAt, before.Add(14*time.Minute), time.Now().Add(16*time.Minute))
	require.Equal(t, 1, l.count(`SELECT count(*) FROM messages WHERE direction = 'inbound' AND route = 'verify' AND technician_verification_id = $1`, asked.ID))

	texts := l.sends(asked.ID)
	require.Len(t, texts, 1)
	require.Contains(t, texts[0], "#confirm")
	code := regexp.MustCompile(`\d{6}`).FindString(texts[0])
	shown, name, err := techverify.ShowCode(t.Context(), l.store, l.tenant, asked.ID, l.sam, store.Scope{}, time.Now())
	require.NoError(t, err)
	require.Equal(t, code, shown)
	require.Equal(t, "Ana Torres", name)
	_, _, err = techverify.ShowCode(t.Context(), l.store, l.tenant, asked.ID, l.sam, store.Scope{}, time.Now())
	require.NoError(t, err)
	require.Equal(t, 1, l.audits("code-shown"), "one look each is written down")

	require.Equal(t, technician.Answer{Status: technician.Claimed}, l.claims(asked.ID))
	texts = l.sends(asked.ID)
	require.Len(t, texts, 1)
	require.Contains(t, texts[0], "Sam Rivera")
	require.NotContains(t, texts[0], code)

	answer := l.answers(anasMobile, inbound.Confirm)
	require.Equal(t, technician.Confirmed, answer.Status)
	require.Equal(t, "48190", answer.Wake.Ticket)
	require.Len(t, l.sends(asked.ID), 1)
	r := l.request(asked.ID, store.Scope{})
	require.Equal(t, "reply", r.ConfirmedHow)
	require.Equal(t, "queued", r.Note)
	require.True(t, r.Seen)
	require.Len(t, r.Messages, 5)
	for _, m := range r.Messages {
		require.NotContains(t, m.Body, code)
	}
	_, notes := l.written()
	require.Len(t, notes, 1)
	for _, told := range []string{"confirmed", "asked from", "Person: Ana Torres", "looked at the code. Technician: Sam Rivera", "took it up and reads the code to them. Technician: Sam Rivera", "by their own reply", " UTC"} {
		require.Contains(t, notes[0], told)
	}
	require.NotContains(t, notes[0], code)
	require.NotContains(t, notes[0], anasMobile)
	l.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `UPDATE ticket_writes SET status = 'written'`)
		require.NoError(t, err)
	})
	require.Equal(t, "written", l.request(asked.ID, store.Scope{}).Note)

	_, _, err = techverify.ShowCode(t.Context(), l.store, l.tenant, asked.ID, l.sam, store.Scope{}, time.Now())
	require.ErrorIs(t, err, problem.New(problem.AlreadyClosed, ""))
	require.Equal(t, string(problem.AlreadyClosed), l.claims(asked.ID).Refusal)
	require.Equal(t, string(problem.AlreadyClosed), l.ends(asked.ID, technician.Denied, "", time.Now()).Refusal)
	require.NotEqual(t, asked.ID, l.asks(anasMobile).ID, "a question after the end opens a new one")
	require.Positive(t, l.count(`SELECT count(*) FROM events WHERE kind = 'technician-verification.updated' AND subject_id = $1 AND company_id = $2`, asked.ID, l.company))
}

func TestManyQuestionsAtOnceMakeOneRequest(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	const many = 12
	messages, ids := make([]uuid.UUID, many), make([]uuid.UUID, many)
	for i := range messages {
		messages[i] = l.writes(anasMobile, "#verify")
	}
	errs := make([]error, many)
	var all sync.WaitGroup
	for i, id := range messages {
		all.Go(func() {
			row, err := techverify.Ask(context.Background(), l.store, l.tenant, id)
			ids[i], errs[i] = row.ID, err
		})
	}
	all.Wait()
	for i := range messages {
		require.NoError(t, errs[i])
		require.Equal(t, ids[0], ids[i])
	}
	require.Equal(t, 1, l.count(`SELECT count(*) FROM technician_verifications`))
	require.Equal(t, technician.MaxIssues, l.count(`SELECT issue FROM technician_verifications`))
	require.Len(t, l.sends(ids[0]), 1, "void codes that waited still do not go out")
	again, err := techverify.Ask(t.Context(), l.store, l.tenant, messages[0])
	require.NoError(t, err)
	require.Equal(t, ids[0], again.ID)
	require.Equal(t, technician.MaxIssues, int(again.Issue), "the same message again changes nothing")
}

func TestAskingAgainVoidsCodeAndClaim(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	asked := l.asks(anasMobile)
	first := l.sends(asked.ID)[0]
	l.claims(asked.ID)
	stale := l.writesAnswer(anasMobile, inbound.Confirm)
	again := l.asks(anasMobile)
	require.Equal(t, asked.ID, again.ID)
	require.EqualValues(t, 2, again.Issue)
	require.Equal(t, "waiting", again.Status)
	require.Nil(t, again.ClaimedBy)
	require.True(t, again.ExpiresAt.After(asked.ExpiresAt))
	texts := l.sends(asked.ID)
	require.Len(t, texts, 1, "the name of a claim that is void does not go out")
	require.NotEqual(t, first, texts[0])

	l.claims(asked.ID, func(c *technician.Claim) { c.At = c.At.Add(-time.Hour) }) // by a worker whose clock is behind
	require.Equal(t, technician.Claimed, l.hears(stale).Status, "it was about the first code")
	require.Equal(t, 1, l.audits("confirmed-too-early"))
	require.Equal(t, technician.Confirmed, l.answers(anasMobile, inbound.Confirm).Status)
	require.Equal(t, "Ana Torres", l.request(asked.ID, store.Scope{}).Contact.Name, "the only one with this number")
}

func TestAConfirmationCountsOnlyAfterTheClaim(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	asked := l.asks(anasMobile)
	require.Equal(t, technician.Waiting, l.answers(anasMobile, inbound.Confirm).Status)
	early := l.writesAnswer(anasMobile, inbound.Confirm)
	require.Equal(t, string(problem.Conflict), l.ends(asked.ID, technician.Confirmed, technician.Verbally, time.Now()).Refusal)
	l.claims(asked.ID)
	require.Equal(t, technician.Claimed, l.hears(early).Status, "it came before the claim, and was only heard after it")
	require.Equal(t, 2, l.audits("confirmed-too-early"))
	answer := l.answers(anasMobile, inbound.Confirm)
	require.Equal(t, technician.Confirmed, answer.Status)
	require.Empty(t, l.hears(early).Wake, "an answer is heard once")
}

func TestADenialAlertsAndFreezes(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	l.in(func(ctx context.Context, tx store.Tx) {
		require.NoError(t, account.CreateUser(ctx, tx, account.NewUser{ID: store.NewID(), Name: "Ada", Email: "ada@bluepeak.example", Role: "admin", Status: "active"}))
	})
	asked := l.asks(anasMobile)
	l.claims(asked.ID)
	answer := l.answers(anasMobile, inbound.Deny)
	require.Equal(t, technician.Denied, answer.Status)
	require.Len(t, answer.Notices, 2, "the claimer, and the Admin")
	out, mine, err := notices.Outbox{Store: l.store}.ClaimNotice(t.Context(), l.tenant, answer.Notices[0])
	require.NoError(t, err)
	require.True(t, mine)
	require.Contains(t, out.Text, "Sam Rivera had taken it up")
	require.NotContains(t, out.Text+out.Subject+out.HTML, anasMobile)
	require.Equal(t, 1, l.count(`SELECT count(*) FROM events WHERE kind = 'alert.raised' AND subject_id = $1 AND company_id = $2`, asked.ID, l.company))
	require.Equal(t, string(problem.AlreadyClosed), l.claims(asked.ID).Refusal)
	r := l.request(asked.ID, store.Scope{})
	require.Equal(t, "Sam Rivera", r.ClaimedBy)
	texts := l.sends(asked.ID)
	require.Len(t, texts, 1, "what waited still is superseded")
	require.Contains(t, texts[0], "has been told")
	_, notes := l.written()
	require.Contains(t, notes[0], "DENIED")
	require.NotEqual(t, asked.ID, l.asks(anasMobile).ID)
}

func TestARequestEndsByItself(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	asked := l.asks(anasMobile)
	require.Equal(t, technician.Waiting, l.ends(asked.ID, technician.Expired, "", asked.ExpiresAt.Add(-time.Second)).Status, "another code has renewed it")
	require.Equal(t, technician.Expired, l.ends(asked.ID, technician.Expired, "", asked.ExpiresAt).Status)
	r := l.request(asked.ID, store.Scope{})
	require.Equal(t, "none", r.Note, "it has no ticket")
	require.Empty(t, l.due(asked.ID).Outbound)
	require.Equal(t, 1, l.audits("expired"))
}

func TestWhoSharesANumberIsChosenAtTheClaim(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	var other people.Company
	var ben people.Contact
	l.in(func(ctx context.Context, tx store.Tx) {
		var err error
		other, err = people.CreateCompany(ctx, tx, "Southwind", "US")
		require.NoError(t, err)
		ben, err = people.CreateContact(ctx, tx, people.NewContact{CompanyID: other.ID, Name: "Ben Ito", Phone: anasMobile})
		require.NoError(t, err)
	})
	stranger := l.person("Cleo Park", "+14155550150")
	asked := l.asks(anasMobile)
	require.Nil(t, asked.ContactID)
	ours, theirs := store.Scope{Limited: true, Companies: []uuid.UUID{l.company}}, store.Scope{Limited: true, Companies: []uuid.UUID{other.ID}}
	require.Len(t, l.request(asked.ID, store.Scope{}).Candidates, 2)
	require.Len(t, l.request(asked.ID, ours).Candidates, 1)
	require.Equal(t, 2, l.count(`SELECT count(DISTINCT company_id) FROM events WHERE kind = 'technician-verification.updated'`))

	choose := func(id uuid.UUID) func(*technician.Claim) {
		return func(c *technician.Claim) { c.Contact = &id }
	}
	require.Equal(t, "contact_id", l.claims(asked.ID).Field)
	require.Equal(t, "contact_id", l.claims(asked.ID, choose(stranger.ID)).Field)
	require.Equal(t, technician.Claimed, l.claims(asked.ID, choose(ben.ID)).Status)
	byLee := func(c *technician.Claim) { c.By = technician.Actor{Kind: "user", ID: uuid.New(), Name: "Lee"} }
	taken := l.claims(asked.ID, choose(ben.ID), byLee)
	require.Equal(t, string(problem.Conflict), taken.Refusal)
	require.Contains(t, taken.Detail, "Sam Rivera")
	require.Empty(t, l.claims(asked.ID, func(c *technician.Claim) { c.Ticket = "" }).Refusal, "the same technician again")
	r := l.request(asked.ID, theirs)
	require.Equal(t, "Ben Ito", r.Contact.Name)
	require.Equal(t, "48190", r.TicketID, "which forgets no ticket")
	require.Equal(t, 1, l.count(`SELECT count(*) FROM messages WHERE kind = 'technician_named'`))

	require.Nil(t, l.request(asked.ID, ours).Contact, "another company's person")
	chosen := l.asks(anasMobile)
	require.Nil(t, chosen.ContactID, "the second question may come from the other person")
	require.Nil(t, chosen.CompanyID)
	l.claims(asked.ID, choose(ben.ID))
	_, name, err := techverify.ShowCode(t.Context(), l.store, l.tenant, asked.ID, l.sam, ours, time.Now())
	require.NoError(t, err)
	require.Equal(t, "the caller", name)
	for want, q := range map[int]techverify.Query{
		1: {Contact: &ben.ID, Scope: theirs, Status: "claimed", Open: new(true)}, 0: {Scope: store.Scope{Limited: true}},
	} {
		l.in(func(ctx context.Context, tx store.Tx) {
			listed, err := techverify.List(ctx, tx, q, l.sam.ID)
			require.NoError(t, err)
			require.Len(t, listed.Items, want)
		})
	}
}

func TestRequestsComeInPages(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	for i := range 5 {
		number := fmt.Sprintf("+1415555016%d", i)
		l.person(fmt.Sprint("Person ", i), number)
		l.asks(number)
	}
	var seen []time.Time
	l.in(func(ctx context.Context, tx store.Tx) {
		for cursor := ""; ; {
			listed, err := techverify.List(ctx, tx, techverify.Query{Cursor: cursor, Limit: 2}, l.sam.ID)
			require.NoError(t, err)
			for _, r := range listed.Items {
				seen = append(seen, r.OpenedAt)
			}
			if cursor = listed.Next; cursor == "" {
				break
			}
		}
		_, err := techverify.List(ctx, tx, techverify.Query{Cursor: store.NewID().String()}, l.sam.ID)
		require.ErrorIs(t, err, store.ErrCursor)
	})
	require.Len(t, seen, 5)
	for i := 1; i < len(seen); i++ {
		require.False(t, seen[i].After(seen[i-1]))
	}
}

// An asker gets five messages in a quarter of an hour, however often they close and ask.
func TestAnAskerGetsNoMoreAnswersThanOthers(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	for range policy.Default().SendsPerNumber {
		asked := l.asks(anasMobile)
		l.ends(asked.ID, technician.Denied, "", time.Now())
	}
	rows := l.count(`SELECT count(*) FROM technician_verifications`)
	_, err := techverify.Ask(t.Context(), l.store, l.tenant, l.writes(anasMobile, "#verify"))
	require.ErrorIs(t, err, store.ErrNotFound)
	require.Equal(t, rows, l.count(`SELECT count(*) FROM technician_verifications`))
	require.Equal(t, 1, l.audits("limited"), "which is written down")
}

func TestNobodyOnFileAsks(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	_, err := techverify.Ask(t.Context(), l.store, l.tenant, l.writes(strangers, "#verify"))
	require.ErrorIs(t, err, store.ErrNotFound)
	settled := l.writes(anasMobile, "hello")
	require.NoError(t, messages.SetRoute(t.Context(), l.store, l.tenant, settled, inbound.Unheard, time.Now()))
	_, err = techverify.Ask(t.Context(), l.store, l.tenant, settled)
	require.ErrorIs(t, err, store.ErrConflict)
	require.Zero(t, l.count(`SELECT count(*) FROM technician_verifications`))
	require.Zero(t, l.count(`SELECT count(*) FROM messages WHERE direction = 'outbound'`))
}

func TestARequestNamesTheVerificationThatIsOpen(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	v := l.open(l.ana, moment())
	asked := l.asks(anasMobile)
	require.Equal(t, &v.ID, asked.VerificationID)
	require.Equal(t, &v.ID, l.request(asked.ID, store.Scope{}).Verification)
}

func TestAnAskerByMailIsAnsweredByMail(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	asked := l.asks("info@northwind.example", byMail("#verify"))
	due := l.due(asked.ID)
	require.Equal(t, channel.Email, due.Transport)
	h, err := messages.Outbox{Store: l.store, CodeText: techverify.CodeText}.TakeMessage(t.Context(), l.tenant, due.Outbound[0], time.Now())
	require.NoError(t, err)
	require.Equal(t, "info@northwind.example", h.Out.To)
	require.Equal(t, "desk@in.bluepeak.example", h.Out.ReplyTo, "an answer comes to the mailbox that was written to")
	require.NotEmpty(t, h.Out.Subject)
	require.Contains(t, h.Out.HTML, "</p>")
	require.True(t, h.Out.Answers)
}

func TestWhoeverRepliedStopGetsNoCode(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	asked := l.asks(anasMobile)
	l.stops(anasMobile)
	require.Empty(t, l.sends(asked.ID))
	require.Equal(t, 1, l.count(`SELECT count(*) FROM messages WHERE kind = 'technician_code' AND status = 'failed' AND error_code = 'opted_out'`))
	require.Empty(t, l.due(asked.ID).Outbound)
}

func TestAHandedMessageIsAskedForBeforeItIsRepeated(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	asked := l.asks(anasMobile)
	id := l.due(asked.ID).Outbound[0]
	at := moment()
	take := func() message.Handover {
		h, err := messages.Outbox{Store: l.store, CodeText: techverify.CodeText}.TakeMessage(t.Context(), l.tenant, id, at)
		require.NoError(t, err)
		return h
	}
	require.False(t, take().Earlier)
	at = at.Add(time.Minute)
	again := take()
	require.True(t, again.Earlier && again.Due)
	require.NoError(t, messages.Outbox{Store: l.store, CodeText: techverify.CodeText}.ReleaseMessage(t.Context(), l.tenant, id, at))
	require.True(t, take().Earlier, "only the attempt that handed it over may give it back")
	require.NoError(t, messages.Outbox{Store: l.store, CodeText: techverify.CodeText}.ReleaseMessage(t.Context(), l.tenant, id, again.HandedAt))
	require.False(t, take().Earlier)

	report := func(status message.Status) {
		require.NoError(t, verify.RecordDelivery(t.Context(), l.store, l.tenant, "twilio", uuid.Nil,
			message.Delivery{EventKey: "SM1/" + string(status), OutboundID: message.IDOf(id), ProviderID: "SM1", Status: status, At: at}))
	}
	report(message.Delivered)
	report(message.Sent)
	require.NoError(t, messages.Outbox{Store: l.store, CodeText: techverify.CodeText}.SettleOutbound(t.Context(), l.tenant, id, message.Ending{Status: message.Accepted, At: at}))
	require.Equal(t, 1, l.count(`SELECT count(*) FROM messages WHERE id = $1 AND status = 'delivered' AND provider_id = 'SM1'`, id), "forward only")
	require.NoError(t, verify.RecordDelivery(t.Context(), l.store, l.tenant, "sendgrid", uuid.Nil,
		message.Delivery{EventKey: "returned", OutboundID: message.IDOf(id), ProviderID: "SM1", Status: message.Failed, ErrorCode: "5.1.1", Returned: true, At: at}))
	require.Equal(t, 1, l.count(`SELECT count(*) FROM messages WHERE id = $1 AND status = 'failed' AND error_code = '5.1.1'`, id), "but for what came back")
	tenant, err := messages.TenantOfMessage(t.Context(), l.store, id)
	require.NoError(t, err)
	require.Equal(t, l.tenant, tenant)
	_, err = messages.TenantOfMessage(t.Context(), l.store, uuid.New())
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestAForgottenRecipientHoldsNoRunUp(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	asked := l.asks(anasMobile)
	l.ends(asked.ID, technician.Denied, "", time.Now())
	l.in(func(ctx context.Context, tx store.Tx) { require.NoError(t, people.EraseContact(ctx, tx, l.ana.ID)) })
	require.Empty(t, l.sends(asked.ID))
	require.Empty(t, l.due(asked.ID).Outbound)
}

func TestANoteWaitsForApprovalWhereTheMSPWantsThat(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	l.in(func(ctx context.Context, tx store.Tx) {
		_, err := settings.UpdateInbound(ctx, tx, settings.Inbound{VerifyWord: "#verify", ConfirmWord: "#confirm", DenyWord: "#deny", Minutes: 5, NoteApproval: true})
		require.NoError(t, err)
	})
	asked := l.asks(anasMobile)
	require.WithinDuration(t, time.Now().Add(5*time.Minute), asked.ExpiresAt, time.Minute)
	l.claims(asked.ID)
	approve := func() error {
		wake, err := techverify.ApproveNote(t.Context(), l.store, l.tenant, asked.ID, l.sam, time.Now())
		if err == nil {
			require.Equal(t, "48190", wake.Ticket)
		}
		return err
	}
	require.ErrorIs(t, approve(), problem.New(problem.Conflict, ""), "it is open")
	require.Nil(t, l.ends(asked.ID, technician.Confirmed, technician.Verbally, time.Now()).Wake)
	require.Equal(t, "awaits_approval", l.request(asked.ID, store.Scope{}).Note)
	require.Zero(t, l.count(`SELECT count(*) FROM ticket_writes`))
	require.NoError(t, approve())
	require.ErrorIs(t, approve(), problem.New(problem.Conflict, ""), "once")
	_, notes := l.written()
	require.Len(t, notes, 1)
	require.Contains(t, notes[0], "on the phone; logged by hand. Technician: Sam Rivera")
}

func TestStrayRequestsAreFound(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	asked := l.asks(anasMobile)
	strays := func(at time.Time) (ids []uuid.UUID) {
		found, err := techverify.Orphaned(t.Context(), l.store, at, 10)
		require.NoError(t, err)
		for _, s := range found {
			require.Equal(t, asked.PointIndex, s.PointIndex)
			ids = append(ids, s.ID)
		}
		return ids
	}
	require.Empty(t, strays(asked.OpenedAt.Add(59*time.Second)))
	require.Equal(t, []uuid.UUID{asked.ID}, strays(asked.OpenedAt.Add(61*time.Second)), "nothing has run it")
	l.due(asked.ID)
	require.Empty(t, strays(asked.OpenedAt.Add(61*time.Second)))
	require.Equal(t, []uuid.UUID{asked.ID}, strays(asked.ExpiresAt.Add(61*time.Second)), "it should have ended")
	l.ends(asked.ID, technician.Expired, "", asked.ExpiresAt)
	require.Empty(t, strays(asked.ExpiresAt.Add(time.Hour)))
}

// A code is derived when it is needed. No row has it at any time.
func TestNoCodeStandsInTheDatabase(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	number := "+14155550139"
	l.person("Petra Planted", number)
	asked := l.asks(number)
	l.sends(asked.ID)
	l.claims(asked.ID)
	asked = l.asks(number)
	l.sends(asked.ID)
	_, _, err := techverify.ShowCode(t.Context(), l.store, l.tenant, asked.ID, l.sam, store.Scope{}, time.Now())
	require.NoError(t, err)
	l.claims(asked.ID)
	l.answers(number, inbound.Confirm)
	l.sends(asked.ID)
	dump := dumpOf(t, l.asOwner())
	require.True(t, stands(dump, asked.ID.String()), "the search must be able to find something")
	codes := map[string]bool{}
	for issue := 1; issue <= 2; issue++ {
		code, err := otp.TechnicianCode(l.store.Ring(), asked.KeyID, l.tenant.String(), asked.ID.String(), issue)
		require.NoError(t, err)
		codes[code] = true
		require.NotRegexp(t, `(^|[^0-9a-f.])`+code+`([^0-9a-f]|$)`, dump)
	}
	require.Len(t, codes, 2)
	require.False(t, stands(dump, "5550139"))
}
