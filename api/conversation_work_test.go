package api_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/store"
	"countersign/store/account"
	"countersign/store/conversations"
)

// hears has the client write in a text channel, as the door stores it.
func (l lines) hears(from, body, media string) {
	l.t.Helper()
	id := store.NewID()
	l.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO messages (tenant_id, id, direction, transport, kind, our_point, their_index, their_sealed, their_masked, body_sealed, media, provider_id, at, status)
			VALUES ($1, $2, 'inbound', 'sms', 'inbound', $3, $4, $5, '+1 415 ••• ••34', $6, $7, $8, now(), 'received')`,
			tx.Tenant, id, platformNumber, tx.Index("contact-point", from), tx.Seal("messages", "their_sealed", id, from), tx.Seal("messages", "body_sealed", id, body), media, id.String())
		return err
	})
	_, err := conversations.Join(l.t.Context(), l.store, l.tenant, id)
	require.NoError(l.t, err)
}

// colleague is a technician of one company, who is not asked with.
func (l lines) colleague(name, company string) string {
	l.t.Helper()
	id := store.NewID()
	l.in(func(ctx context.Context, tx store.Tx) error {
		return account.CreateUser(ctx, tx, account.NewUser{
			ID: id, Name: name, Email: id.String() + "@bluepeak.example", Role: "technician", AllowUI: true, Limited: true, Companies: []uuid.UUID{uuid.MustParse(company)}, Status: "active",
		})
	})
	return id.String()
}

func TestTheListShowsTheClientsWordsAndNotOurs(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	ana := l.starts(nil).ok(http.StatusCreated)["id"].(string)
	ben := l.contact(l.company("Harbor Logistics"), "Ben Ito", object{"mobile": "+14155550150"})
	other := l.starts(object{"contact_id": ben, "subject": "Slow laptop"}).ok(http.StatusCreated)["id"].(string)
	require.Equal(t, []any{other, ana}, l.get("/conversations").column("id"))
	require.NotContains(t, l.get("/conversations/"+ana).ok(http.StatusOK), "their_text", "they wrote nothing yet")

	l.hears("+14155550134", "It burns again", `[]`)
	l.post("/conversations/"+other+"/messages", object{"body": "Is it better?"}).ok(http.StatusCreated)
	list := l.get("/conversations").items()
	require.Equal(t, ana, list[0]["id"], "what we write moves nothing")
	require.Equal(t, "It burns again", list[0]["their_text"])
	require.NotEmpty(t, list[0]["waiting_since"])
	since := list[0]["waiting_since"]
	l.hears("+14155550134", "Still", `[]`)
	require.Equal(t, since, l.get("/conversations/" + ana).ok(http.StatusOK)["waiting_since"], "they wait since their first message")
	l.post("/conversations/"+ana+"/messages", object{"body": "We come"}).ok(http.StatusCreated)
	shown := l.get("/conversations/" + ana).ok(http.StatusOK)
	require.NotContains(t, shown, "waiting_since")
	require.Equal(t, "Still", shown["their_text"])
	require.Equal(t, "We come", shown["last_text"])

	for words, found := range map[string][]any{"ana northwind": {ana}, "LAPTOP": {other}, "harbor": {other}, "nobody": {}, "%": {}} {
		require.ElementsMatch(t, found, l.get("/conversations?q="+url.QueryEscape(words)).column("id"), words)
	}
}

func TestAConversationHasAnOwnerAndIsPutOff(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	path := "/conversations/" + l.starts(nil).ok(http.StatusCreated)["id"].(string)
	company := l.get(path).ok(http.StatusOK)["company"].(object)["id"].(string)
	elsewhere := l.colleague("Omar", l.company("Harbor Logistics"))
	priya, sam := l.colleague("Priya", company), l.limitedTo(company)
	require.Equal(t, []any{"Priya", "Sam Rivera"}, l.get(path+"/assignees").column("name"), "Omar may not see the company")

	l.post(path+"/assign", object{"user_id": elsewhere}).refused(http.StatusUnprocessableEntity, "validation_failed")
	l.post(path+"/assign", object{"user_id": uuid.NewString()}).refused(http.StatusUnprocessableEntity, "validation_failed")
	require.Equal(t, "Priya", l.post(path+"/assign", object{"user_id": priya}).ok(http.StatusOK)["owner"].(object)["name"])
	require.Equal(t, "conversation.assigned", l.actions()[0])
	require.Empty(t, sam.get("/conversations?owner=me").items())
	require.Empty(t, l.get("/conversations?owner=nobody").items())
	me := l.get(path + "/assignees").items()[1]["id"]
	sam.post(path+"/assign", object{"user_id": me}).ok(http.StatusOK)
	require.Len(t, sam.get("/conversations?owner=me").items(), 1)
	require.NotContains(t, l.post(path+"/assign", object{}).ok(http.StatusOK), "owner")
	require.Len(t, l.get("/conversations?owner=nobody").items(), 1)

	for _, until := range []time.Time{time.Now().Add(-time.Minute), time.Now().Add(31 * 24 * time.Hour)} {
		l.post(path+"/snooze", object{"until": until}).refused(http.StatusUnprocessableEntity, "validation_failed")
	}
	require.NotEmpty(t, l.post(path+"/snooze", object{"until": time.Now().Add(time.Hour)}).ok(http.StatusOK)["snoozed_until"])
	require.Len(t, l.get("/conversations?snoozed=true").items(), 1)
	require.Empty(t, l.get("/conversations?snoozed=false").items())
	l.hears("+14155550134", "Hello?", `[]`)
	require.NotContains(t, l.get(path).ok(http.StatusOK), "snoozed_until", "their next message brings it back")
	l.post(path+"/snooze", object{"until": time.Now().Add(time.Hour)}).ok(http.StatusOK)
	require.NotContains(t, l.post(path+"/snooze", object{}).ok(http.StatusOK), "snoozed_until")
	l.post(path+"/close", nil).ok(http.StatusOK)
	l.post(path+"/snooze", object{"until": time.Now().Add(time.Hour)}).refused(http.StatusConflict, "already_closed")
}

func TestOneSeesWhoElseLooks(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	path := "/conversations/" + l.starts(nil).ok(http.StatusCreated)["id"].(string)
	priya := l.limitedTo(l.get(path).ok(http.StatusOK)["company"].(object)["id"].(string))
	priya.post(path+"/looking", object{"looking": true}).ok(http.StatusNoContent)
	require.NotContains(t, priya.get(path).ok(http.StatusOK), "looking", "nobody is told of themselves")
	require.Equal(t, "Sam Rivera", l.get(path).ok(http.StatusOK)["looking"].([]any)[0].(object)["name"])
	l.with("messages:read").post(path+"/looking", object{"looking": true}).ok(http.StatusNoContent)
	require.NotContains(t, priya.get(path).ok(http.StatusOK), "looking", "nobody stands behind a key")
	priya.post(path+"/looking", object{"looking": false}).ok(http.StatusNoContent)
	require.NotContains(t, l.get(path).ok(http.StatusOK), "looking")
	priya.post(path+"/looking", object{"looking": true}).ok(http.StatusNoContent)
	l.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE conversation_viewers SET seen_at = seen_at - interval '46 seconds'`)
		return err
	})
	require.NotContains(t, l.get(path).ok(http.StatusOK), "looking", "whoever closed the window is gone soon")
}

func TestAPictureIsShownAsLongAsItIsOne(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	id := l.starts(nil).ok(http.StatusCreated)["id"].(string)
	l.hears("+14155550134", "", `[{"url":"https://api.twilio.com/a","content_type":"image/png","accepted":true},{"url":"https://api.twilio.com/b","content_type":"text/html","accepted":false}]`)
	path := "/conversations/" + id
	shown := l.get(path).ok(http.StatusOK)
	require.NotContains(t, shown, "their_text")
	require.EqualValues(t, 2, shown["their_pictures"])
	message := l.get(path + "/messages").items()[0]["id"].(string)
	picture := func(of, position string) reply {
		return l.get(path + "/picture?message_id=" + of + "&position=" + position)
	}
	l.desk.picture = "\x89PNG\r\n\x1a\n and so on"
	got := picture(message, "0")
	require.Equal(t, http.StatusOK, got.status)
	require.Equal(t, "image/png", got.header.Get("Content-Type"))
	picture(message, "1").refused(http.StatusNotFound, "not_found")
	picture(message, "2").refused(http.StatusNotFound, "not_found")
	picture(uuid.NewString(), "0").refused(http.StatusNotFound, "not_found")
	l.desk.picture = "<html><script>alert(1)</script>"
	picture(message, "0").refused(http.StatusNotFound, "not_found")
	l.desk.picture = ""
	picture(message, "0").refused(http.StatusServiceUnavailable, "unavailable")

	ben := l.contact(l.company("Harbor Logistics"), "Ben Ito", object{"mobile": "+14155550150"})
	other := l.starts(object{"contact_id": ben}).ok(http.StatusCreated)["id"].(string)
	l.get("/conversations/"+other+"/picture?message_id="+message+"&position=0").refused(http.StatusNotFound, "not_found")
}
