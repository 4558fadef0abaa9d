package main

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// product is Countersign over HTTP, as a technician's screen uses it.
type product struct {
	called string
	api    string // where its API listens
	phones *phones
}

func (d product) name() string { return d.called }

func (d product) workflow(p *person, _ passage) string {
	return "verification/" + p.msp.tenant.String() + "/" + p.id
}

func (d product) verify(ctx context.Context, p *person) (passage, error) {
	passed, err := d.send(ctx, p, "sms_code")
	if err != nil {
		return passed, err
	}
	code, err := d.phones.code(ctx, p.mobile, passed.asked)
	if err != nil {
		return passed, err
	}
	passed.read = time.Now()
	var verdict struct {
		Status   string
		Accepted bool
	}
	err = d.calls(p).do(ctx, http.MethodPost, "/verifications/"+passed.id+"/check", map[string]any{"code": code}, http.StatusOK, &verdict)
	passed.answered = time.Now()
	if err == nil && (!verdict.Accepted || verdict.Status != "approved") {
		err = errors.New("the product did not approve the right code")
	}
	return passed, err
}

// send begins a verification.
func (d product) send(ctx context.Context, p *person, channel string) (passage, error) {
	var begun struct{ ID string }
	passed := passage{asked: time.Now()}
	err := d.calls(p).do(ctx, http.MethodPost, "/verifications", map[string]any{"contact_id": p.id, "channel": channel, "ticket_id": "48213"}, http.StatusCreated, &begun)
	passed.durable, passed.id = time.Now(), begun.ID
	return passed, err
}

func (d product) calls(p *person) caller { return caller{base: d.api + "/v1", bearer: p.msp.key} }
