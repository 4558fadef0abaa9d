package api

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/api/vendors"
	"countersign/core/integration"
	"countersign/store"
	"countersign/store/integrations"
)

// catalogue lists PSAs of which only the description is known.
type catalogue []integration.Vendor

func (v catalogue) Vendors() []integration.Vendor { return v }

func (catalogue) Open(context.Context, uuid.UUID, uuid.UUID) (integration.System, error) {
	return nil, vendors.ErrNone
}

var framing = catalogue{
	{Kind: "connectwise", Pod: &integration.Pod{Links: []integration.PodLink{{Screen: "Ticket", Query: "?screen=[cw_screen]&id=[cw_id]"}}, Origins: []string{"https://*.myconnectwise.net"}}},
	{Kind: "superops", Address: integration.Address{Default: "https://api.superops.example/msp"}, Pod: &integration.Pod{Origins: []string{"https://*.superops.example"}}},
	{Kind: "plain"},
}

func (d *desk) connected(tenant uuid.UUID, p integrations.PSA) (id uuid.UUID) {
	d.t.Helper()
	require.NoError(d.t, d.store.InTenant(d.t.Context(), tenant, func(ctx context.Context, tx store.Tx) (err error) {
		id, err = integrations.CreatePSA(ctx, tx, p)
		return err
	}))
	return id
}

// ancestors are who may frame what stands at a path.
func (d *desk) ancestors(path string) string {
	d.t.Helper()
	_, ancestors, ok := strings.Cut(d.do("GET", path, nil).is(200).Header.Get("Content-Security-Policy"), "frame-ancestors ")
	require.True(d.t, ok)
	return ancestors
}

func podDesk(t *testing.T) *desk {
	return newDesk(t, func(deps *Deps) {
		deps.PSAs = framing
		deps.ConsoleFS = fstest.MapFS{"index.html": {Data: []byte("the console")}, "pod.html": {Data: []byte("<head><title>Pod</title></head>")}}
	})
}

func TestAPodIsFramedByItsOwnPSAAlone(t *testing.T) {
	t.Parallel()
	d := podDesk(t)
	msp := d.msp("Bluepeak")
	cloud := d.connected(msp, integrations.PSA{Kind: "connectwise", Name: "Cloud", BaseURL: "https://api-na.myconnectwise.net/v4"})
	server := d.connected(msp, integrations.PSA{Kind: "connectwise", Name: "Server", BaseURL: "https://PSA.bluepeak.example:8443"})
	lookalike := d.connected(msp, integrations.PSA{Kind: "connectwise", Name: "Look-alike", BaseURL: "https://evilmyconnectwise.net"})
	everybodys := d.connected(msp, integrations.PSA{Kind: "superops", Name: "Everybody's"})
	podless := d.connected(msp, integrations.PSA{Kind: "plain", Name: "Plain", BaseURL: "https://plain.example"})
	forged := d.connected(msp, integrations.PSA{Kind: "connectwise", Name: "Forged", BaseURL: "https://good.example;script-src * https://x"})
	gone := d.connected(msp, integrations.PSA{Kind: "connectwise", Name: "Gone", BaseURL: "https://gone.example"})
	d.sql(`UPDATE integrations SET archived_at = now() WHERE id = '` + gone.String() + `'`)

	for id, want := range map[string]string{
		cloud.String():          "https://api-na.myconnectwise.net https://*.myconnectwise.net https://psa.test",
		server.String():         "https://psa.bluepeak.example:8443 https://psa.test",
		lookalike.String():      "https://evilmyconnectwise.net https://psa.test",
		everybodys.String():     "https://api.superops.example https://*.superops.example https://psa.test",
		podless.String():        "https://psa.test",
		forged.String():         "https://psa.test",
		gone.String():           "https://psa.test",
		store.NewID().String():  "https://psa.test",
		"not-an-integration":    "https://psa.test",
		"' OR true --":          "https://psa.test",
		"":                      "https://psa.test",
		cloud.String() + "%00x": "https://psa.test",
	} {
		require.Equal(t, want, d.ancestors("/pod?screen=ticket&id=7&integration="+url.QueryEscape(id)), id)
	}
	require.Equal(t, d.ancestors("/pod?integration="+server.String()), d.ancestors("/pod/"+server.String()+"?screen=ticket"), "apps that add parameters of their own name it in the path")
	require.Equal(t, "'none'", d.ancestors("/?integration="+cloud.String()), "no page may frame the console")

	body := string(d.do("GET", "/pod?integration="+cloud.String(), nil).is(200).body)
	require.Contains(t, body, `<meta name="pod-host" content="connectwise" data-origins="https://api-na.myconnectwise.net https://*.myconnectwise.net https://psa.test"></head>`)
	require.NotContains(t, body, "v4", "only the origin leaves the door")
}

func TestNobodyElseFramesAPodWhoseConfigurationNamesNobody(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(deps *Deps) {
		deps.PodAncestors, deps.PSAs = nil, framing
		deps.ConsoleFS = fstest.MapFS{"pod.html": {Data: []byte("<head></head>")}}
	})
	at := d.connected(d.msp("Bluepeak"), integrations.PSA{Kind: "connectwise", Name: "Server", BaseURL: "https://psa.bluepeak.example"})
	require.Equal(t, "https://psa.bluepeak.example", d.ancestors("/pod?integration="+at.String()))
	require.Equal(t, "'none'", d.ancestors("/pod"))
}

func TestTheAddressToCopyKeepsThePSAsPlaceholders(t *testing.T) {
	t.Parallel()
	d := podDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{Role: "admin"}).in()
	at := d.connected(ana.tenant, integrations.PSA{Kind: "connectwise", Name: "Cloud", BaseURL: "https://api-na.myconnectwise.net"})
	pod := ana.do("GET", "/v1/integrations/"+at.String(), nil).is(200).field("pod").(map[string]any)
	require.Equal(t, ourURL+"/pod?integration="+at.String()+"&screen=[cw_screen]&id=[cw_id]", pod["links"].([]any)[0].(map[string]any)["url"])
}

func TestAPSAsPersonIsFoundByTheirIDThere(t *testing.T) {
	t.Parallel()
	d := podDesk(t)
	priya := d.add(d.msp("Bluepeak"), newcomer{Role: "admin"}).in()
	at := d.connected(priya.tenant, integrations.PSA{Kind: "connectwise", Name: "Cloud", BaseURL: "https://api-na.myconnectwise.net"})
	company := priya.do("POST", "/v1/companies", map[string]any{"name": "Northwind", "country": "US"}).is(201).text("id")
	contact := priya.do("POST", "/v1/contacts", map[string]any{"name": "Ana Torres", "company_id": company}).is(201).text("id")
	d.sql(`INSERT INTO contact_links (tenant_id, integration_id, external_id, contact_id, digest, active, linked_at)
		VALUES ('` + priya.tenant.String() + `', '` + at.String() + `', '250', '` + contact + `', '', true, now())`)

	at250 := "/v1/contacts?integration_id=" + at.String() + "&external_id=250"
	items := func(s *member, path string) []any { return s.do("GET", path, nil).is(200).field("items").([]any) }
	require.Equal(t, contact, items(priya, at250)[0].(map[string]any)["id"])
	require.Empty(t, items(priya, strings.Replace(at250, "250", "2500", 1)))
	require.Empty(t, items(priya, strings.Replace(at250, at.String(), store.NewID().String(), 1)))
	priya.do("GET", "/v1/contacts?external_id=250", nil).is(422)
	priya.do("GET", "/v1/contacts?integration_id="+at.String(), nil).is(422)

	elsewhere := uuid.MustParse(priya.do("POST", "/v1/companies", map[string]any{"name": "Contoso", "country": "US"}).is(201).text("id"))
	limited := d.add(priya.tenant, newcomer{Role: "technician", Email: "sam@bluepeak.example", Limited: []uuid.UUID{elsewhere}}).in()
	require.Empty(t, items(limited, at250), "of another company than theirs")
	stranger := d.add(d.msp("Redpeak"), newcomer{Role: "admin", Email: "x@redpeak.example"}).in()
	require.Empty(t, items(stranger, at250), "another MSP's")
}

func TestATicketOfAPSAThatIsNotConnectedIsRefused(t *testing.T) {
	t.Parallel()
	sam, request := caller(t, &startingTemporal{answers: []error{nil}})
	theirs := sam.connected(sam.msp("Redpeak"), integrations.PSA{Kind: "connectwise", Name: "Cloud", BaseURL: "https://api-na.myconnectwise.net"})
	ours := sam.connected(sam.tenant, integrations.PSA{Kind: "connectwise", Name: "Cloud", BaseURL: "https://api-na.myconnectwise.net"})
	request["ticket_id"] = "48213"
	for _, wrong := range []uuid.UUID{theirs, store.NewID()} {
		request["ticket_integration_id"] = wrong
		require.Contains(t, string(sam.do("POST", "/v1/verifications", request, idempotent(wrong.String())).is(422).body), "ticket_integration_id")
	}
	request["ticket_integration_id"] = ours
	sam.do("POST", "/v1/verifications", request, idempotent("ours")).is(201)
	require.Equal(t, 1, sam.count(`SELECT count(*) FROM verifications WHERE ticket_integration_id = '`+ours.String()+`'`))
}
