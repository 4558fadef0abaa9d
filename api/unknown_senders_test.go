package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/inbound"
	"countersign/core/message"
	"countersign/store/messages"
)

const strangersNumber = "+14155550177"

// strangers is an MSP that hears from people who are on nobody's file.
type strangers struct {
	msp
	h           house
	texts, mail string
}

func newStrangers(t *testing.T) strangers {
	t.Helper()
	h := newHouse(t)
	m := h.msp()
	return strangers{msp: m, h: h, texts: "/webhooks/twilio/" + m.integration("twilio") + "/messages", mail: m.integration("sendgrid")}
}

// text brings a text that is routed to nobody.
func (s strangers) text(from, body string) uuid.UUID {
	s.t.Helper()
	status(s.t, s.h.twilio(s.texts, text(uuid.NewString(), from, body)), http.StatusOK)
	return s.unknown()
}

// writes brings a mail that is routed to nobody. None of our test mails proves its sender.
func (s strangers) writes(from, body string) uuid.UUID {
	s.t.Helper()
	status(s.t, s.h.mail(s.mail, s.h.inboundKey(s.mail), message.Inbound{ProviderID: uuid.NewString(), From: from, To: "desk@in.bluepeak.example", Body: body}), http.StatusNoContent)
	return s.unknown()
}

func (s strangers) unknown() uuid.UUID {
	s.t.Helper()
	kept := s.messages()
	id := kept[len(kept)-1]
	require.NoError(s.t, messages.SetRoute(s.t.Context(), s.store, s.tenant, id, inbound.UnknownSender, time.Now()))
	return id
}

func path(id uuid.UUID, act string) string { return "/unknown-senders/" + id.String() + "/" + act }

func TestUnknownSendersAreForAdmins(t *testing.T) {
	t.Parallel()
	s := newStrangers(t)
	require.Empty(t, s.get("/unknown-senders").items())
	for _, word := range []string{"one", "two", "three"} {
		s.text(strangersNumber, "#verify "+word)
	}
	first := s.get("/unknown-senders?limit=2")
	require.Equal(t, []any{"#verify three", "#verify two"}, first.column("text"))
	require.Equal(t, "sms", first.items()[0]["transport"])
	second := s.get("/unknown-senders?limit=2&cursor=" + first.body["next_cursor"].(string))
	require.Equal(t, []any{"#verify one"}, second.column("text"))
	require.Equal(t, []string{"cursor"}, s.get("/unknown-senders?cursor="+uuid.NewString()).refused(http.StatusUnprocessableEntity, "validation_failed"))
	require.Empty(t, s.h.msp().get("/unknown-senders").items())
}

func TestAdminsAloneSeeAnUnknownSenderInFull(t *testing.T) {
	t.Parallel()
	s := newStrangers(t)
	id := s.text(strangersNumber, "hello")
	listed := s.get("/unknown-senders").items()[0]
	require.Equal(t, strangersNumber, listed["contact_point"])
	require.NotContains(t, listed["masked"], "5550177")
	require.Equal(t, true, listed["proven"])
	require.NotContains(t, string(s.get("/audit").raw), "5550177", "the log keeps the mask")
	ana := s.contact(s.company("Northwind Dental"), "Ana", object{})
	for _, scope := range []string{"contacts:write", "verifications:write", "messages:write"} {
		s.with(scope).get("/unknown-senders").refused(http.StatusForbidden, "forbidden")
		s.with(scope).post(path(id, "assign"), object{"contact_id": ana, "kind": "mobile"}).refused(http.StatusForbidden, "forbidden")
	}
}

func TestAnUnknownSenderIsAssignedToAContact(t *testing.T) {
	t.Parallel()
	s := newStrangers(t)
	ana := s.contact(s.company("Northwind Dental"), "Ana", object{"mobile": "+14155550134"})
	s.text(strangersNumber, "first")
	id, other := s.text(strangersNumber, "second"), s.text("+14155550178", "somebody else")
	changed := s.post(path(id, "assign"), object{"contact_id": ana, "kind": "mobile"}).ok(http.StatusOK)
	require.Equal(t, strangersNumber, changed["mobile"])
	shield := changed["shields"].([]any)[0].(object)
	require.Equal(t, "changed", shield["cools_because"], "it cools off as any changed number")
	require.Contains(t, shield, "cooling_until")
	require.Equal(t, []any{other.String()}, s.get("/unknown-senders").column("id"), "all that the sender wrote has left the list")

	entries := s.get("/audit?action=contact.sender_assigned").items()
	require.Len(t, entries, 1)
	require.Equal(t, ana, entries[0]["subject_id"])
	require.Equal(t, object{"message": id.String(), "kind": "mobile"}, entries[0]["details"])
	require.NotContains(t, string(s.get("/audit").raw), "5550177")

	ben := s.contact(s.company("Harbor Logistics"), "Ben", object{})
	s.post(path(id, "assign"), object{"contact_id": ben, "kind": "phone"}).refused(http.StatusConflict, "conflict")
	s.post(path(id, "contact"), object{"name": "Ben", "company_id": changed["company"].(object)["id"], "kind": "mobile"}).refused(http.StatusConflict, "conflict")
}

func TestAContactIsMadeOfAnUnknownSender(t *testing.T) {
	t.Parallel()
	s := newStrangers(t)
	northwind := s.company("Northwind Dental")
	id := s.writes("cleo.park@northwind.example", "hello")
	require.Equal(t, false, s.get("/unknown-senders?unproven=false").items()[0]["proven"], "nothing proves a stranger's mail either, and that is said")
	made := s.post(path(id, "contact"), object{"name": "Cleo Park", "company_id": northwind, "kind": "email"}).ok(http.StatusCreated)
	require.Equal(t, "cleo.park@northwind.example", made["email"])
	require.Empty(t, s.get("/unknown-senders").items(), "it came before she was on file: it is in neither list")
	entries := s.get("/audit?action=contact.created_of_sender").items()
	require.Len(t, entries, 1)
	require.Equal(t, made["id"], entries[0]["subject_id"])
	require.Equal(t, object{"message": id.String(), "kind": "email"}, entries[0]["details"])
}

func TestWhatIsNoUnknownSenderIsNotPutOnFile(t *testing.T) {
	t.Parallel()
	s := newStrangers(t)
	northwind := s.company("Northwind Dental")
	ana := s.contact(northwind, "Ana", object{})
	number, mail := s.text(strangersNumber, "hello"), s.writes("cleo@northwind.example", "hello")
	short := s.text("72345", "your parcel")
	status(t, s.h.twilio(s.texts, text("SM-routed", "+14155550179", "hello")), http.StatusOK)
	all := s.messages()
	for _, none := range []uuid.UUID{uuid.New(), all[len(all)-1]} {
		s.post(path(none, "assign"), object{"contact_id": ana, "kind": "mobile"}).refused(http.StatusNotFound, "not_found")
	}
	s.h.msp().post(path(number, "assign"), object{"contact_id": ana, "kind": "mobile"}).refused(http.StatusNotFound, "not_found")
	invalid := func(fields []string, id uuid.UUID, act string, asked object) {
		t.Helper()
		require.Equal(t, fields, s.post(path(id, act), asked).refused(http.StatusUnprocessableEntity, "validation_failed"))
	}
	invalid([]string{"kind"}, number, "assign", object{"contact_id": ana, "kind": "email"})
	invalid([]string{"kind"}, mail, "assign", object{"contact_id": ana, "kind": "mobile"})
	invalid([]string{"kind"}, short, "assign", object{"contact_id": ana, "kind": "mobile"})
	invalid([]string{"contact_id"}, number, "assign", object{"contact_id": uuid.NewString(), "kind": "mobile"})
	invalid([]string{"company_id"}, number, "contact", object{"name": "Cleo", "company_id": uuid.NewString(), "kind": "mobile"})
	invalid([]string{"name"}, number, "contact", object{"name": "\u200b", "company_id": northwind, "kind": "mobile"})
	require.Len(t, s.get("/unknown-senders").items(), 3, "nobody has left the list")
}

func TestUnprovenMailsOfPeopleOnFileStandInAListOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := newStrangers(t)
	ana := s.contact(s.company("Northwind Dental"), "Ana Torres", object{"email": "ana@northwind.example"})
	forged := s.writes("ana@northwind.example", "#verify")
	stranger := s.writes("nobody@elsewhere.example", "#verify")
	require.Equal(t, []any{stranger.String()}, s.get("/unknown-senders?unproven=false").column("id"))
	unproven := s.get("/unknown-senders?unproven=true").items()
	require.Len(t, unproven, 1)
	require.Equal(t, forged.String(), unproven[0]["id"])
	require.Equal(t, "ana@northwind.example", unproven[0]["contact_point"])
	require.Equal(t, []any{object{"id": ana, "name": "Ana Torres"}}, unproven[0]["contacts"])
	require.Len(t, s.get("/unknown-senders").items(), 2, "who does not ask gets both")
	s.post(path(forged, "assign"), object{"contact_id": ana, "kind": "email"}).refused(http.StatusConflict, "conflict")
}

// Without a channel that lets clients begin, a text of somebody on file has nowhere to go: Admins see it, and whose it is.
func TestATextThatNothingWaitsForIsSeen(t *testing.T) {
	t.Parallel()
	s := newStrangers(t)
	ana := s.contact(s.company("Northwind Dental"), "Ana Torres", object{"mobile": "+14155550134"})
	for _, body := range []string{"Is anybody there?", "Hello?"} {
		status(t, s.h.twilio(s.texts, text(uuid.NewString(), "+14155550134", body)), http.StatusOK)
		kept := s.messages()
		require.NoError(t, messages.SetRoute(t.Context(), s.store, s.tenant, kept[len(kept)-1], inbound.Unheard, time.Now()))
	}
	unheard := s.get("/unknown-senders?unheard=true")
	require.Equal(t, []any{"Hello?", "Is anybody there?"}, unheard.column("text"))
	require.Equal(t, []any{object{"id": ana, "name": "Ana Torres"}}, unheard.items()[0]["contacts"])
	first := s.get("/unknown-senders?unheard=true&limit=1").ok(http.StatusOK)
	require.Equal(t, []any{"Is anybody there?"}, s.get("/unknown-senders?unheard=true&limit=1&cursor="+first["next_cursor"].(string)).column("text"))
	require.Empty(t, s.get("/unknown-senders").items(), "they are no strangers")
	s.post(path(uuid.MustParse(unheard.items()[0]["id"].(string)), "assign"), object{"contact_id": ana, "kind": "mobile"}).refused(http.StatusNotFound, "not_found")
	s.with("messages:read", "messages:write", "settings:read").get("/unknown-senders?unheard=true").refused(http.StatusForbidden, "forbidden")
	require.Empty(t, s.h.msp().get("/unknown-senders?unheard=true").items(), "nor are they another MSP's")
}
