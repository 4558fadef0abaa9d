package api

import "countersign/api/gen"

// server answers every operation of the description: each resource has a struct of its own, in a file of its own.
type server struct {
	sessions
	passwords
	pod
	users
	apiKeys
	events
	others
}

// others stands for the resources whose structs are not listed above yet.
type others struct{ gen.StrictServerInterface }

func newServer(d Deps) server {
	return server{
		sessions:  newSessions(d),
		passwords: newPasswords(d),
		pod:       newPod(d),
		users:     newUsers(d),
		apiKeys:   newAPIKeys(d),
		events:    newEvents(d),
	}
}
