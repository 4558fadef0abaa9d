package main

import (
	"context"
	"time"
)

// design is a way to verify a person: send a code by SMS, check what they read out, approve.
type design interface {
	name() string
	// verify takes one person through and fails unless they end approved.
	verify(ctx context.Context, p *person) (passage, error)
	// workflow is the id of the workflow that a passage ran in.
	workflow(p *person, passed passage) string
}

// person can be verified. One person is verified once at a time.
type person struct {
	msp    *msp
	id     string
	mobile string
}

// passage is one verification, by the clock of this process.
type passage struct {
	id       string    // of the verification
	asked    time.Time // the request to send left
	durable  time.Time // its answer was here: the verification will be sent, whatever dies
	read     time.Time // the code had been read from the phone
	answered time.Time // the verdict was here
}
