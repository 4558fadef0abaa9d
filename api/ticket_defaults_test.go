package api_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/tickets"
)

// profile is a good one, changed.
func (c *counter) profile(change object) object {
	p := object{"integration_id": c.psa.String(), "name": "Usual", "fields": object{"board": "1", "status": "7"}, "labels": object{"board": "Help desk", "colour": "Red"}}
	for member, v := range change {
		p[member] = v
	}
	return p
}

func (c *counter) newProfile(change object) string {
	c.t.Helper()
	return c.post("/ticket-defaults", c.profile(change)).ok(http.StatusCreated)["id"].(string)
}

func TestTicketDefaultsAreKeptChangedAndArchived(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	made := c.post("/ticket-defaults", c.profile(object{"fields": object{"board": " 1 ", "status": "7", "type": ""}})).ok(http.StatusCreated)
	require.Equal(t, object{
		"id": made["id"], "integration": object{"id": c.psa.String(), "name": "Our ConnectWise"}, "name": "Usual", "fields": object{"board": "1", "status": "7"},
		"labels": object{"board": "Help desk"}, "status": "unchecked",
	}, made)
	path := "/ticket-defaults/" + made["id"].(string)
	c.judge(made["id"].(string), ticket.Defaults{"board": "1", "status": "7"}, ticket.Verdict{Valid: true})
	require.Equal(t, "valid", c.get(path).ok(http.StatusOK)["status"])
	changed := c.put(path, c.profile(object{"name": "Unusual"})).ok(http.StatusOK)
	require.Equal(t, "unchecked", changed["status"], "after any change")
	require.NotContains(t, changed, "checked_at")
	second := c.newProfile(nil)
	require.Equal(t, []any{"Unusual", "Usual"}, c.get("/ticket-defaults").column("name"))
	require.Equal(t, []string{"name"}, c.put(path, c.profile(nil)).refused(http.StatusConflict, "conflict"))
	c.delete("/ticket-defaults/" + second).ok(http.StatusNoContent)
	c.get("/ticket-defaults/"+second).refused(http.StatusNotFound, "not_found")
	c.put(path, c.profile(nil)).ok(http.StatusOK)
	require.Equal(t, []any{"ticket_default.changed", "ticket_default.archived", "ticket_default.created", "ticket_default.changed", "ticket_default.created"}, c.actions()[:5])
}

// judge tells what a check came to, as its workflow would.
func (c *counter) judge(id string, checked ticket.Defaults, v ticket.Verdict) {
	c.t.Helper()
	profile := uuid.MustParse(id)
	c.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tickets.BeginCheck(ctx, tx, profile)
		return err
	})
	require.NoError(c.t, tickets.Profiles{Store: c.store}.JudgeProfile(c.t.Context(), c.tenant, profile, checked, v, now()))
}

func TestTicketDefaultsHaveTheFieldsOfTheirPSA(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	id := c.newProfile(nil)
	for name, one := range map[string]struct {
		change object
		fields []string
	}{
		"no name":                   {object{"name": "  "}, []string{"name"}},
		"a field that is not there": {object{"fields": object{"board": "1", "status": "7", "colour": "red"}}, []string{"fields.colour"}},
		"a missing one":             {object{"fields": object{"status": "7"}}, []string{"fields.board", "fields.status"}},
		"an empty one":              {object{"fields": object{"board": "1", "status": " "}}, []string{"fields.status"}},
		"a subtype of nothing":      {object{"fields": object{"board": "1", "status": "7", "subtype": "3"}}, []string{"fields.subtype"}},
		"no such PSA":               {object{"integration_id": uuid.NewString()}, []string{"integration_id"}},
		"a provider of messages":    {object{"integration_id": c.integration("twilio")}, []string{"integration_id"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, one.fields, c.post("/ticket-defaults", c.profile(one.change)).refused(http.StatusUnprocessableEntity, "validation_failed"))
			require.Equal(t, one.fields, c.put("/ticket-defaults/"+id, c.profile(one.change)).refused(http.StatusUnprocessableEntity, "validation_failed"))
		})
	}
	other := c.connect("Another PSA")
	require.Equal(t, []string{"integration_id"}, c.put("/ticket-defaults/"+id, c.profile(object{"integration_id": other.String()})).refused(http.StatusUnprocessableEntity, "validation_failed"),
		"a profile's tickets and channels are of one PSA")
}

func TestValidatingStartsOneCheckAndTellsItOfEveryPress(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	id := c.newProfile(nil)
	for range 2 {
		require.Equal(t, "checking", c.post("/ticket-defaults/"+id+"/validate", nil).ok(http.StatusAccepted)["status"])
	}
	run := "ticket-default/" + c.tenant.String() + "/" + id + " check"
	require.Equal(t, []string{run, run}, c.temporal.ids)
	require.Equal(t, uuid.MustParse(id), c.temporal.inputs[0].Default)
	require.Equal(t, c.tenant, c.temporal.inputs[0].Tenant)
	require.NotEqual(t, c.temporal.inputs[0].Check, c.temporal.inputs[1].Check, "a new run makes tickets with references of its own")
	require.Contains(t, c.actions(), "ticket_default.validated")

	c.temporal.away = errors.New("Temporal is away")
	c.post("/ticket-defaults/"+id+"/validate", nil).refused(http.StatusServiceUnavailable, "unavailable")
	require.Equal(t, "unchecked", c.get("/ticket-defaults/" + id).ok(http.StatusOK)["status"], "a check that did not start leaves no status")
}

func TestWhatACheckCameToIsShown(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	id := c.newProfile(nil)
	c.judge(id, ticket.Defaults{"board": "1", "status": "7"}, ticket.Verdict{Problem: "It stays.", MissingRight: "Service Desk: Delete", Leftover: "#9"})
	shown := c.get("/ticket-defaults/" + id).ok(http.StatusOK)
	for member, want := range map[string]any{"status": "invalid", "problem": "It stays.", "missing_right": "Service Desk: Delete", "leftover_ticket": "#9"} {
		require.Equal(t, want, shown[member], member)
	}
	require.Contains(t, shown, "checked_at")
}

func TestAnArchivedProfileComesBackAsItWas(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	id := c.newProfile(nil)
	path, restore := "/ticket-defaults/"+id, "/archived-ticket-defaults/"+id+"/restore"
	before := c.get(path).ok(http.StatusOK)
	c.delete(path).ok(http.StatusNoContent)
	c.get(path).refused(http.StatusNotFound, "not_found")
	for range 2 {
		require.Equal(t, before, c.post(restore, nil).ok(http.StatusOK), "a second press changes nothing")
	}
	require.Equal(t, before, c.get(path).ok(http.StatusOK))
	require.Equal(t, []any{"ticket_default.restored", "ticket_default.archived"}, c.actions()[:2])

	c.delete(path).ok(http.StatusNoContent)
	c.newProfile(nil)
	c.post(restore, nil).refused(http.StatusConflict, "conflict")
	require.Len(t, c.get("/ticket-defaults").items(), 1, "its name is another's by now")
}

func TestASMSChannelTakesAProfileAndKeepsItFromTheArchive(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	id := c.newProfile(object{"fields": object{"board": "7", "status": "7"}})
	settings := object{"name": "Help desk", "number": platformNumber, "ticket_default_id": id, "ticket_defaults": object{"board": "7"}, "users_may_start": true, "confirm_messages": false}
	channel := c.post("/sms-channels", settings).ok(http.StatusCreated)
	require.Equal(t, c.psa.String(), channel["integration_id"], "the profile's PSA is the channel's")
	require.Equal(t, id, channel["ticket_default_id"])
	require.NotContains(t, channel, "ticket_defaults", "the profile's fields count")
	require.Equal(t, []any{id}, c.get("/sms-channels").column("ticket_default_id"))

	refused := c.delete("/ticket-defaults/" + id)
	refused.refused(http.StatusConflict, "conflict")
	require.Contains(t, refused.body["detail"], "Help desk")

	path := "/sms-channels/" + channel["id"].(string)
	for name, change := range map[string]object{"another PSA's": {"integration_id": c.connect("Another PSA").String()}, "none of ours": {"ticket_default_id": uuid.NewString()}} {
		wrong := object{}
		for member, v := range settings {
			wrong[member] = v
		}
		for member, v := range change {
			wrong[member] = v
		}
		require.Equal(t, []string{"ticket_default_id"}, c.put(path, wrong).refused(http.StatusUnprocessableEntity, "validation_failed"), name)
	}
	delete(settings, "ticket_default_id")
	settings["integration_id"] = c.psa.String()
	require.Equal(t, object{"board": "7"}, c.put(path, settings).ok(http.StatusOK)["ticket_defaults"])
	c.delete("/ticket-defaults/" + id).ok(http.StatusNoContent)
	settings["ticket_default_id"] = id
	require.Equal(t, []string{"ticket_default_id"}, c.put(path, settings).refused(http.StatusUnprocessableEntity, "validation_failed"), "an archived one")
}
