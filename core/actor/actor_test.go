package actor_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/actor"
)

func TestActorsAreNamed(t *testing.T) {
	t.Parallel()
	id, key := uuid.New(), actor.Key{ID: uuid.New(), Name: "Nightly"}
	person := actor.Actor{Kind: actor.User, ID: id, Name: "Priya Nair"}
	viaKey := person
	viaKey.ViaKey = key
	for _, c := range []struct {
		who              actor.Actor
		ref, words, kind string
	}{
		{person, "user/" + id.String(), "Priya Nair", "person"},
		{viaKey, "user/" + id.String() + "/api_key/" + key.ID.String(), "Priya Nair, by API key Nightly", "person"},
		{actor.OfKey(key), "api_key/" + key.ID.String(), "API key Nightly", "key"},
		{actor.Actor{Kind: actor.Contact, Name: "The person"}, "contact", "The person", "client"},
		{actor.Actor{Kind: actor.System, Name: "Countersign"}, "system", "Countersign", "system"},
	} {
		require.Equal(t, c.ref, c.who.Ref())
		require.Equal(t, c.words, c.who.Words())
		require.Equal(t, c.words, c.who.Shown().Words())
		require.Equal(t, c.kind, c.who.Shown().Kind)
		require.Equal(t, c.ref, c.who.Shown().Ref())
		require.Equal(t, c.ref, actor.ParseRef(c.ref).Ref())
	}
	require.Equal(t, "Nightly", actor.OfKey(key).Shown().Name)
}

func TestAClientReadsNoNameOfAKey(t *testing.T) {
	t.Parallel()
	require.Equal(t, "our help desk", actor.OfKey(actor.Key{ID: uuid.New(), Name: "Demo"}).ToClient())
	require.Equal(t, "Priya Nair", actor.Actor{Kind: actor.User, Name: "Priya Nair", ViaKey: actor.Key{ID: uuid.New(), Name: "Demo"}}.ToClient())
}
