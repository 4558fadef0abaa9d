// Package actor says who did something, and by which API key.
package actor

import (
	"strings"

	"github.com/google/uuid"
)

// The kinds of actors, as they are stored.
const (
	User        = "user"
	APIKey      = "api_key"
	System      = "system"
	Contact     = "contact"
	Operator    = "operator"
	Integration = "integration"
)

// Actor is who did something. Names are those of the moment.
type Actor struct {
	Kind   string    `json:"kind"`
	ID     uuid.UUID `json:"id"`
	Name   string    `json:"name"`
	ViaKey Key       `json:"via_key,omitzero"` // the API key that spoke for a person; zero when the person was there themselves
}

// Key is an API key by its name.
type Key struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// Shown is an actor as the API, exports and evidence show it.
type Shown struct {
	Kind   string     `json:"kind"` // person, key, operator, system, client, integration
	ID     *uuid.UUID `json:"id,omitempty"`
	Name   string     `json:"name"`
	ViaKey *Key       `json:"via_key,omitempty"` // the API key that spoke for the person
}

var shownKinds = map[string]string{User: "person", APIKey: "key", Contact: "client"}

// Shown is the actor as the API, exports and evidence show it.
func (a Actor) Shown() Shown {
	s := Shown{Kind: a.Kind, Name: a.OwnName()}
	if kind, other := shownKinds[a.Kind]; other {
		s.Kind = kind
	}
	if a.ID != uuid.Nil {
		s.ID = &a.ID
	}
	if a.ViaKey.ID != uuid.Nil {
		s.ViaKey = &a.ViaKey
	}
	return s
}

// Ref is Actor.Ref of the actor that is shown.
func (s Shown) Ref() string {
	a := Actor{Kind: s.Kind}
	for stored, shown := range shownKinds {
		if s.Kind == shown {
			a.Kind = stored
		}
	}
	if s.ID != nil {
		a.ID = *s.ID
	}
	if s.ViaKey != nil {
		a.ViaKey = *s.ViaKey
	}
	return a.Ref()
}

// Words name the actor to people: "Priya Nair, by API key Nightly".
func (s Shown) Words() string {
	switch {
	case s.Kind == shownKinds[APIKey]:
		return KeyPrefix + s.Name
	case s.ViaKey != nil:
		return s.Name + ", by " + KeyPrefix + s.ViaKey.Name
	}
	return s.Name
}

// Ref names the actor without a name: "user/<id>", "user/<id>/api_key/<id>" for a key that acts as a person, "api_key/<id>", "contact", "system".
func (a Actor) Ref() string {
	if a.Kind == Contact || a.Kind == System {
		return a.Kind
	}
	ref := a.Kind + "/" + a.ID.String()
	if a.ViaKey.ID != uuid.Nil {
		ref += "/" + APIKey + "/" + a.ViaKey.ID.String()
	}
	return ref
}

// ParseRef reads what Ref wrote; the names are not in it. Ids that cannot be read are zero.
func ParseRef(ref string) Actor {
	kind, rest, _ := strings.Cut(ref, "/")
	id, via, _ := strings.Cut(rest, "/"+APIKey+"/")
	a := Actor{Kind: kind}
	a.ID, _ = uuid.Parse(id)
	a.ViaKey.ID, _ = uuid.Parse(via)
	return a
}

// Author names the actor by kind and id, whatever key spoke for them.
func (a Actor) Author() string { return a.Kind + "/" + a.ID.String() }

// Authors name who did something: first who acted, then the API key that spoke for them.
func (a Actor) Authors() []string {
	if a.ViaKey.ID == uuid.Nil {
		return []string{a.Author()}
	}
	return []string{a.Author(), APIKey + "/" + a.ViaKey.ID.String()}
}

// KeyPrefix stands before the name of a key that speaks for itself, in records of its acts.
const KeyPrefix = "API key "

// OfKey is a key that speaks for itself.
func OfKey(k Key) Actor { return Actor{Kind: APIKey, ID: k.ID, Name: KeyPrefix + k.Name} }

// OwnName is the actor's name without the words "API key": the kind says that.
func (a Actor) OwnName() string {
	if a.Kind == APIKey {
		return strings.TrimPrefix(a.Name, KeyPrefix)
	}
	return a.Name
}

// Words name the actor to people of the MSP: "Priya Nair", "Priya Nair, by API key Nightly", "API key Nightly".
func (a Actor) Words() string {
	if a.ViaKey.ID == uuid.Nil {
		return a.Name
	}
	return a.Name + ", by " + KeyPrefix + a.ViaKey.Name
}

// ToClient names the actor as a client reads it. The name of an API key says nothing to them.
func (a Actor) ToClient() string {
	if a.Kind == APIKey {
		return "our help desk"
	}
	return a.Name
}
