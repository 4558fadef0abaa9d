package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/actor"
	"countersign/core/availability"
	"countersign/core/channel"
	"countersign/core/record"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/integrations"
	"countersign/store/people"
	"countersign/store/settings"
	"countersign/store/verify"
)

// olderCompany makes the desk's company one whose first people came long ago.
func (d *desk) olderCompany() {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `UPDATE companies SET populated_at = populated_at - interval '2 days'`)
		require.NoError(d.t, err)
	})
}

func (d *desk) another(company string) (id uuid.UUID) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		c, err := people.CreateCompany(ctx, tx, company, "US")
		require.NoError(d.t, err)
		id = c.ID
	})
	return id
}

func (d *desk) edit(contact uuid.UUID, patch people.ContactPatch) people.Contact {
	d.t.Helper()
	var c people.Contact
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		patch.By = d.sam
		c, _, err = people.UpdateContact(ctx, tx, contact, patch)
		require.NoError(d.t, err)
	})
	return c
}

func (d *desk) add(company uuid.UUID, name, mobile string) people.Contact {
	d.t.Helper()
	var c people.Contact
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		c, err = people.CreateContact(ctx, tx, people.NewContact{CompanyID: company, Name: name, Mobile: mobile, By: d.sam})
		require.NoError(d.t, err)
	})
	return c
}

func (d *desk) coolingHours(company *uuid.UUID, hours int) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		now, err := settings.DefaultPolicy(ctx, tx)
		require.NoError(d.t, err)
		now.Policy.CoolingHours = hours
		if company == nil {
			_, _, err = settings.UpdateDefaultPolicy(ctx, tx, now.Policy, "Sam Rivera")
		} else {
			_, _, _, err = settings.UpdateCompanyPolicy(ctx, tx, *company, now.Policy, "Sam Rivera")
		}
		require.NoError(d.t, err)
	})
}

// cools tells why a person's mobile cools off, and for how many hours from now; "" and 0 when it does not.
func (d *desk) cools(contact uuid.UUID) (because availability.Cause, hours int) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		c, err := people.GetContact(ctx, tx, contact)
		require.NoError(d.t, err)
		for _, p := range c.ContactPoints {
			if until := p.CoolingUntil(time.Now()); p.Kind == channel.Mobile && !until.IsZero() {
				because, hours = p.CoolsBecause, int(time.Until(until).Round(time.Hour)/time.Hour)
			}
		}
	})
	return because, hours
}

func TestTheFirstPopulationOfACompanyDoesNotCoolOff(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ben := d.add(d.company, "Ben Okafor", "+14155550135")
	because, hours := d.cools(ben.ID)
	require.Empty(t, because)
	require.Zero(t, hours)
}

// Whoever makes somebody else of a person, or another person of somebody, waits.
func TestWhoIsNewSomewhereCoolsOff(t *testing.T) {
	t.Parallel()
	for name, tried := range map[string]struct {
		because availability.Cause
		do      func(d *desk) uuid.UUID
	}{
		"a new person of a company that is not new": {availability.NewPerson, func(d *desk) uuid.UUID {
			d.olderCompany()
			return d.add(d.company, "Ben Okafor", "+14155550135").ID
		}},
		"erased and added again": {availability.SameName, func(d *desk) uuid.UUID {
			d.erase(d.ana.ID)
			return d.add(d.company, "Ana Torres", "+14155550135").ID
		}},
		"erased and added again under another name": {availability.NewPerson, func(d *desk) uuid.UUID {
			d.erase(d.ana.ID)
			return d.add(d.company, "A. Torres", "+14155550135").ID
		}},
		"erased and added again at another company": {availability.SameName, func(d *desk) uuid.UUID {
			d.erase(d.ana.ID)
			return d.add(d.another("Northwind"), "Ana Torres", "+14155550135").ID
		}},
		"gone at the PSA and added again": {availability.SameName, func(d *desk) uuid.UUID {
			d.in(func(ctx context.Context, tx store.Tx) {
				_, err := tx.Exec(ctx, `UPDATE contacts SET inactive_since = now()`)
				require.NoError(d.t, err)
			})
			return d.add(d.company, "Ana Torres", "+14155550135").ID
		}},
		"a second person of the name": {availability.SameName, func(d *desk) uuid.UUID {
			return d.add(d.company, "ana torres", "+14155550135").ID
		}},
		"a second person with the number": {availability.SameNumber, func(d *desk) uuid.UUID {
			return d.add(d.another("Southwind"), "Ben Okafor", "+1 (415) 555-0134").ID
		}},
		"renamed": {availability.Renamed, func(d *desk) uuid.UUID {
			ben := d.add(d.company, "Ben Okafor", "+14155550135")
			return d.edit(ben.ID, people.ContactPatch{Name: new("Bea Okafor")}).ID
		}},
		"renamed to the name of another": {availability.SameName, func(d *desk) uuid.UUID {
			ben := d.add(d.company, "Ben Okafor", "+14155550135")
			return d.edit(ben.ID, people.ContactPatch{Name: new("Ana Torres")}).ID
		}},
		"moved to another company": {availability.Moved, func(d *desk) uuid.UUID {
			return d.edit(d.ana.ID, people.ContactPatch{CompanyID: new(d.another("Southwind"))}).ID
		}},
		"a number that was taken off and typed again": {availability.Changed, func(d *desk) uuid.UUID {
			d.edit(d.ana.ID, people.ContactPatch{Mobile: new("")})
			return d.edit(d.ana.ID, people.ContactPatch{Mobile: new("+14155550134")}).ID
		}},
		"a number that another person had": {availability.Changed, func(d *desk) uuid.UUID {
			ben := d.add(d.company, "Ben Okafor", "+14155550135")
			d.edit(d.ana.ID, people.ContactPatch{Mobile: new("")})
			return d.edit(ben.ID, people.ContactPatch{Mobile: new("+14155550134")}).ID
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			because, hours := d.cools(tried.do(d))
			require.Equal(t, tried.because, because)
			require.Equal(t, 72, hours)
		})
	}
}

func TestANameInAnotherWritingIsTheSameName(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.edit(d.ana.ID, people.ContactPatch{Name: new("TORRES, Ána")})
	because, _ := d.cools(d.ana.ID)
	require.Empty(t, because)
}

// A company with an hour of its own shortens nothing for whoever passes through it, nor does a policy that comes later.
func TestTheStrictestPolicySinceTheChangeCounts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	quick := d.another("Quick")
	d.coolingHours(&quick, 1)
	d.edit(d.ana.ID, people.ContactPatch{Mobile: new("+14155550177")})
	d.edit(d.ana.ID, people.ContactPatch{CompanyID: &quick})
	_, hours := d.cools(d.ana.ID)
	require.Equal(t, 72, hours, "moved with a number that cools off")

	d.edit(d.ana.ID, people.ContactPatch{Mobile: new("+14155550178")})
	_, hours = d.cools(d.ana.ID)
	require.Equal(t, 72, hours, "changed after the move")
	d.edit(d.ana.ID, people.ContactPatch{CompanyID: &d.company})
	_, hours = d.cools(d.ana.ID)
	require.Equal(t, 72, hours, "and back")

	d.coolingHours(nil, 2)
	_, hours = d.cools(d.ana.ID)
	require.Equal(t, 72, hours, "a shorter policy speaks of later changes")
	d.coolingHours(nil, 100)
	_, hours = d.cools(d.ana.ID)
	require.Equal(t, 100, hours, "a longer one of this as well")
}

// What cools off gets no shield by a proof of low assurance.
func TestWhatCoolsOffGetsNoShield(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.edit(d.ana.ID, people.ContactPatch{Mobile: new("+14155550177"), Email: new("ana@northwind.example")})
	var ana people.Contact
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		ana, err = people.GetContact(ctx, tx, d.ana.ID)
		require.NoError(t, err)
	})
	asked := d.ask(ana, time.Now())
	asked.Channel, asked.ContactPointID = channel.EmailCode, ana.ContactPoints[1].ID
	opened, err := verify.Open(t.Context(), d.store, d.tenant, asked)
	require.NoError(t, err)
	approved := d.approval(opened.Verification)
	approved.Facts[0].Channel = channel.EmailCode
	approved.End = verification.Fold(verification.Rules{MaxAttempts: 5, MaxSends: 5}, approved.Facts)
	require.NoError(t, d.record(approved))
	d.in(func(ctx context.Context, tx store.Tx) {
		c, err := people.GetContact(ctx, tx, d.ana.ID)
		require.NoError(t, err)
		require.Equal(t, channel.EmailAddress, c.ContactPoints[1].Kind)
		require.Nil(t, c.ContactPoints[1].VerifiedUntil)
	})
}

func (d *desk) erase(contact uuid.UUID) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) { require.NoError(d.t, people.EraseContact(ctx, tx, contact)) })
}

func (d *desk) record(c record.Conclusion) error {
	_, err := verify.Recorder{Store: d.store}.Conclude(d.t.Context(), c)
	return err
}

// An approver had no part in the change: not by hand, not by a key of theirs, not by a PSA that they connected.
func TestWhoHadAPartInAChangeDoesNotApproveIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	user := func(name string) store.Actor {
		a := store.Actor{Kind: "user", ID: store.NewID(), Name: name}
		d.in(func(ctx context.Context, tx store.Tx) {
			require.NoError(t, account.CreateUser(ctx, tx, account.NewUser{ID: a.ID, Name: name, Email: name + "@bluepeak.example", Role: "admin", AllowUI: true, Status: "active"}))
		})
		return a
	}
	lea, kim, amy := user("lea"), user("kim"), user("amy")
	var key, forKim account.APIKey
	var psa, byKey uuid.UUID
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		key, err = account.CreateAPIKey(ctx, tx, account.NewAPIKey{Name: "RMM", Scopes: []string{"admin"}, At: time.Now(), By: &lea.ID}, "cs_"+store.NewToken())
		require.NoError(t, err)
		forKim, err = account.CreateAPIKey(ctx, tx, account.NewAPIKey{Name: "Kim's", Scopes: []string{"admin"}, User: &kim.ID, At: time.Now(), By: &lea.ID}, "cs_"+store.NewToken())
		require.NoError(t, err)
		psa, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "connectwise", Name: "ConnectWise", By: kim})
		require.NoError(t, err)
		require.NoError(t, integrations.UpdatePSA(ctx, tx, integrations.PSA{ID: psa, Name: "ConnectWise", By: lea}))
		byKey, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "halopsa", Name: "HaloPSA", By: store.Actor{Kind: "api_key", ID: key.ID}})
		require.NoError(t, err)
	})
	for name, tried := range map[string]struct {
		by      store.Actor
		refused []store.Actor
		digit   string
	}{
		"a person":                       {kim, []store.Actor{kim}, "1"},
		"a key of Lea's":                 {store.Actor{Kind: "api_key", ID: key.ID, ViaKey: actor.Key{ID: key.ID}}, []store.Actor{lea}, "2"},
		"a key of Lea's that is Kim":     {store.Actor{Kind: "user", ID: kim.ID, ViaKey: actor.Key{ID: forKim.ID}}, []store.Actor{kim, lea}, "3"},
		"a PSA of Kim's, kept by Lea":    {store.Actor{Kind: "integration", ID: psa}, []store.Actor{kim, lea}, "4"},
		"a PSA that Lea's key connected": {store.Actor{Kind: "integration", ID: byKey}, []store.Actor{lea}, "5"},
	} {
		t.Run(name, func(t *testing.T) {
			var c people.Contact
			number := "+1415555017" + tried.digit
			d.in(func(ctx context.Context, tx store.Tx) {
				var err error
				c, _, err = people.UpdateContact(ctx, tx, d.ana.ID, people.ContactPatch{Mobile: &number, By: tried.by})
				require.NoError(t, err)
			})
			approve := func(by store.Actor) (err error) {
				_ = d.store.InTenant(t.Context(), d.tenant, func(ctx context.Context, tx store.Tx) error {
					_, err = people.ApproveContactPoint(ctx, tx, d.ana.ID, c.ContactPoints[0].ID, by, "I called them", time.Now())
					return err
				})
				return err
			}
			for _, by := range tried.refused {
				require.ErrorIs(t, approve(by), people.ErrOwnChange, by.Name)
			}
			require.NoError(t, approve(amy))
			because, _ := d.cools(d.ana.ID)
			require.Empty(t, because)
		})
	}

	// Who renames a person or moves them had a part as well.
	d.in(func(ctx context.Context, tx store.Tx) {
		c, _, err := people.UpdateContact(ctx, tx, d.ana.ID, people.ContactPatch{Name: new("Bea Torres"), By: amy})
		require.NoError(t, err)
		_, err = people.ApproveContactPoint(ctx, tx, c.ID, c.ContactPoints[0].ID, amy, "I called them", time.Now())
		require.ErrorIs(t, err, people.ErrOwnChange)
	})
}
