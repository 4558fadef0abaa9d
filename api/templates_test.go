package api_test

import (
	"encoding/base64"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/admission"
	"countersign/core/template"
	"countersign/store"
	"countersign/store/storetest"
)

func TestATextIsWrittenPreviewedAndReset(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	kinds := make([]any, len(template.Kinds))
	for i, kind := range template.Kinds {
		kinds[i] = string(kind)
	}
	require.Equal(t, kinds, m.get("/templates").column("kind"))
	first := m.get("/templates").items()[0]
	require.Equal(t, true, first["built_in"])
	require.NotContains(t, first, "version")
	require.Equal(t, []any{"code"}, first["required_placeholders"])
	require.Contains(t, first["placeholders"], "technician")

	own := m.put("/templates/sms_code", object{"body": "${code} for ${msp}"}).ok(http.StatusOK)
	require.Equal(t, false, own["built_in"])
	require.EqualValues(t, 1, own["version"])
	m.put("/templates/sms_code", object{"body": "${code} for ${msp}"}).ok(http.StatusOK)
	require.Equal(t, "${code} for ${msp}", m.get("/templates").items()[0]["text"].(object)["body"])
	require.Equal(t, template.BuiltIn(template.SMSCode).Body, m.ask(http.MethodDelete, "/templates/sms_code", nil).ok(http.StatusOK)["text"].(object)["body"])
	require.Equal(t, []any{"template.reset", "template.changed"}, m.actions())
}

func TestATextThatWouldLeaveSomebodyWithoutACodeIsRefused(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	cases := []struct {
		kind   string
		text   object
		fields []string
	}{
		{"sms_code", object{"body": "Hello"}, []string{"body"}},
		{"sms_link", object{"body": "${code}"}, []string{"body", "body"}},
		{"sms_link", object{"body": "Open${link}now"}, []string{"body"}},
		{"sms_code", object{"body": "${code} ${cod"}, []string{"body"}},
		{"sms_code", object{"body": "${code} ${secret}"}, []string{"body"}},
		{"sms_code", object{"body": "${code}", "subject": "Hi"}, []string{"subject"}},
		{"email_code", object{"body": "${code}", "subject": "${code}"}, []string{"subject"}},
		{"landing_page", object{"body": "Your code is ${code}"}, []string{"body"}},
	}
	for _, c := range cases {
		for _, path := range []string{"/templates/" + c.kind, "/templates/" + c.kind + "/preview"} {
			answer := m.put(path, c.text)
			if path[len(path)-1] == 'w' {
				answer = m.post(path, object{"text": c.text})
			}
			require.Subset(t, c.fields, answer.refused(http.StatusUnprocessableEntity, "template_invalid"), "%s %v", path, c.text)
		}
	}
	m.put("/templates/pigeon", object{"body": "x"}).refused(http.StatusNotFound, "not_found")
	m.with("settings:read").put("/templates/sms_code", object{"body": "${code}"}).refused(http.StatusForbidden, "forbidden")
	require.Empty(t, m.actions())
}

func TestAPreviewShowsWhatIsInTheEditor(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	looks := object{"msp_name": "Bluepeak IT", "accent": "#004488", "gradient_from": "#004488", "gradient_to": "#002244", "sender_name": "Bluepeak", "logo": pixel}
	sms := m.post("/templates/sms_code/preview", object{"text": object{"body": "${code} from ${msp} ü€"}, "branding": looks}).ok(http.StatusOK)
	require.Equal(t, "409127 from Bluepeak IT ü€", sms["text"])
	require.EqualValues(t, 1, sms["segments"])
	require.NotContains(t, sms, "html")
	mail := m.post("/templates/email_code/preview", object{"text": object{"subject": "From ${msp}", "body": "${code}\n<script>alert(1)</script>"}, "branding": looks}).ok(http.StatusOK)
	require.Equal(t, "From Bluepeak IT", mail["subject"])
	require.NotContains(t, mail["html"], "<script>")
	require.Contains(t, mail["html"], pixel, "the picture from the editor is shown")
	require.NotContains(t, mail, "segments")
	page := m.post("/templates/landing_page/preview", object{"text": object{"body": "Hello ${name}"}}).ok(http.StatusOK)
	require.Contains(t, page["html"], "Hello Ana")
	require.Contains(t, page["html"], m.name(), "without unsaved looks the saved ones count")
	looks["accent"] = "#ffffff"
	require.Equal(t, []string{"branding.accent"}, m.post("/templates/sms_code/preview", object{"text": object{"body": "${code}"}, "branding": looks}).refused(http.StatusUnprocessableEntity, "validation_failed"))
}

// pixel is a picture of one pixel.
const pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

func TestBrandingAndItsPublicLogo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m, other := h.msp(), h.msp()
	looks := m.get("/branding").ok(http.StatusOK)
	require.Equal(t, m.name(), looks["msp_name"])
	logo := func(tenant string) reply {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+"/brand/"+tenant+"/logo", nil)
		require.NoError(t, err)
		return do(t, request)
	}
	logo(m.tenant.String()).refused(http.StatusNotFound, "not_found")

	looks["msp_name"], looks["logo"], looks["sender_number"] = " Bluepeak IT ", pixel, "+1 (415) 555-0100"
	require.Equal(t, []string{"sender_number"}, m.put("/branding", looks).refused(http.StatusConflict, "sender_not_yours"))
	storetest.Assign(t, m.store, m.tenant, store.SenderNumber, "+14155550100")
	saved := m.put("/branding", looks).ok(http.StatusOK)
	require.Equal(t, "Bluepeak IT", saved["msp_name"])
	require.Equal(t, "+14155550100", saved["sender_number"])
	require.Equal(t, saved, m.get("/branding").ok(http.StatusOK))
	m.put("/branding", looks).ok(http.StatusOK)
	require.Equal(t, []any{"branding.changed"}, m.actions())

	picture := logo(m.tenant.String())
	require.Equal(t, http.StatusOK, picture.status)
	want, err := base64.StdEncoding.DecodeString(pixel[len("data:image/png;base64,"):])
	require.NoError(t, err)
	require.Equal(t, want, picture.raw)
	require.Equal(t, "image/png", picture.header.Get("Content-Type"))
	require.Equal(t, "nosniff", picture.header.Get("X-Content-Type-Options"))
	require.Equal(t, "default-src 'none'; sandbox", picture.header.Get("Content-Security-Policy"))
	require.Contains(t, picture.header.Get("Cache-Control"), "public")
	again, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+"/brand/"+m.tenant.String()+"/logo", nil)
	require.NoError(t, err)
	again.Header.Set("If-None-Match", picture.header.Get("ETag"))
	require.Equal(t, http.StatusNotModified, do(t, again).status)
	for _, unknown := range []string{other.tenant.String(), "0195a000-0000-7000-8000-000000000001", "x"} {
		logo(unknown).refused(http.StatusNotFound, "not_found")
	}
}

func TestBrandingRefuses(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	good := m.get("/branding").ok(http.StatusOK)
	for _, c := range []struct {
		member string
		value  any
	}{
		{"logo", "data:image/svg+xml;base64,PHN2Zy8+"},
		{"logo", "data:image/png;base64,AAAA"},
		{"logo", "https://evil.example/logo.png"},
		{"accent", "#ffffff"},
		{"accent", "red;}"},
		{"sender_email", "Bluepeak <desk@bluepeak.example>"},
		{"sender_number", "12"},
		{"msp_name", " "},
	} {
		require.Equal(t, []string{c.member}, m.put("/branding", changedPolicy(good, c.member, c.value)).refused(http.StatusUnprocessableEntity, "validation_failed"), c.value)
	}
	require.Equal(t, good, m.get("/branding").ok(http.StatusOK))
}

func TestASenderOfAnotherMSPIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bravo, alpha := h.msp(), h.msp()
	looks := bravo.get("/branding").ok(http.StatusOK)
	looks["sender_number"], looks["sender_email"] = "+14155550100", "help@bravo.example"
	storetest.Assign(t, h.store, bravo.tenant, store.SenderNumber, "+14155550100")
	storetest.Assign(t, h.store, bravo.tenant, store.SenderMailbox, "help@bravo.example")
	bravo.put("/branding", looks).ok(http.StatusOK)
	require.Equal(t, map[string]any{"numbers": []any{"+14155550100"}, "mailboxes": []any{"help@bravo.example"}}, bravo.get("/senders").ok(http.StatusOK))
	require.Equal(t, map[string]any{"numbers": []any{}, "mailboxes": []any{}}, alpha.get("/senders").ok(http.StatusOK))
	own := alpha.get("/branding").ok(http.StatusOK)
	for member, value := range map[string]any{"sender_number": "+1 415 555 0100", "sender_email": "help@bravo.example", "msp_name": looks["msp_name"], "sender_name": looks["sender_name"].(string) + " ."} {
		require.Equal(t, []string{member}, alpha.put("/branding", changedPolicy(own, member, value)).refused(http.StatusConflict, "sender_not_yours"), member)
	}
	require.Equal(t, own, alpha.get("/branding").ok(http.StatusOK))
}

func TestSettingsAreAudited(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	settings := m.get("/settings").ok(http.StatusOK)
	require.EqualValues(t, 60, settings["sends_per_minute"])
	settings["spend_per_day_cents"] = 0
	m.put("/settings", settings).ok(http.StatusOK)
	m.put("/settings", settings).ok(http.StatusOK)
	require.EqualValues(t, 0, m.get("/settings").ok(http.StatusOK)["spend_per_day_cents"])
	require.Equal(t, []any{"settings.changed"}, m.actions())
	require.Equal(t, []string{"spend_per_day_cents"}, m.put("/settings", changedPolicy(settings, "spend_per_day_cents", 20_001)).refused(http.StatusUnprocessableEntity, "validation_failed"), "the operator's ceiling")
	require.Equal(t, []string{"sends_per_minute"}, m.put("/settings", changedPolicy(settings, "sends_per_minute", 600)).refused(http.StatusUnprocessableEntity, "validation_failed"))
	storetest.Allow(t, m.store, m.tenant, func(c *admission.Ceilings) { c.SendsPerMinute = 600 })
	m.put("/settings", changedPolicy(settings, "sends_per_minute", 600)).ok(http.StatusOK)
	require.Equal(t, []string{"retention_days"}, m.put("/settings", changedPolicy(settings, "retention_days", 1)).refused(http.StatusUnprocessableEntity, "validation_failed"))
}

func TestAPreviewNamesTheWordsThatAreSet(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	shown := func() any {
		return m.post("/templates/technician_code/preview", object{"text": object{"body": template.BuiltIn(template.TechnicianCode).Body}}).ok(http.StatusOK)["text"]
	}
	require.Contains(t, shown(), "answer #confirm.")
	m.put("/inbound-settings", object{"verify_word": "#echt", "confirm_word": "#ja", "deny_word": "#falsch", "note_approval": false, "minutes": 15}).ok(http.StatusOK)
	require.Contains(t, shown(), "answer #ja.")
	require.Contains(t, shown(), "answer #falsch.")
	require.NotContains(t, shown(), "#confirm")
	m.put("/templates/sms_code", object{"body": "${code} To test us, write #verify or ${verify}"}).ok(http.StatusOK)
	require.Equal(t, "409127 To test us, write #echt or #echt", m.post("/templates/sms_code/preview", object{"text": object{"body": "${code} To test us, write #verify or ${verify}"}}).ok(http.StatusOK)["text"])
	m.put("/templates/technician_named", object{"body": "Answer #ja"}).refused(http.StatusUnprocessableEntity, "template_invalid")
}
