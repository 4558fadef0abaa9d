package respond

import (
	"countersign/api/gen"
	"countersign/core/actor"
)

// Actor is who did something, as answers show it.
func Actor(by actor.Actor) gen.Actor {
	shown := by.Shown()
	answer := gen.Actor{Kind: gen.ActorKind(shown.Kind), ID: shown.ID, Name: shown.Name}
	if shown.ViaKey != nil {
		answer.ViaKey = &gen.Ref{ID: shown.ViaKey.ID, Name: shown.ViaKey.Name}
	}
	return answer
}
