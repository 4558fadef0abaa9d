package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"countersign/core/linkpage"
)

// screen hears the event stream, as a technician's browser does.
type screen struct {
	heard chan heard
	stop  context.CancelFunc
}

// heard is one event and when it arrived.
type heard struct {
	kind, id string
	at       time.Time
}

// watch opens the event stream of an MSP; it is in force when watch returns.
func watch(ctx context.Context, d product, m *msp) (*screen, error) {
	ctx, stop := context.WithCancel(ctx)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.api+"/v1/events", nil)
	if err != nil {
		stop()
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+m.key)
	streaming := &http.Client{} // without a limit of time
	response, err := streaming.Do(request)
	if err != nil {
		stop()
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		stop()
		response.Body.Close()
		return nil, fmt.Errorf("the event stream answers %s", response.Status)
	}
	s := &screen{heard: make(chan heard, 1024), stop: stop}
	go func() {
		defer response.Body.Close()
		defer close(s.heard)
		listen(bufio.NewScanner(response.Body), s.heard)
	}()
	return s, nil
}

// listen reads server-sent events until the stream ends.
func listen(lines *bufio.Scanner, out chan<- heard) {
	var e heard
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "event":
			e.kind = value
		case "data":
			var data struct{ ID string }
			_ = json.Unmarshal([]byte(value), &data) // events without an id do not matter here
			e.id, e.at = data.ID, time.Now()
		case "":
			out <- e
			e = heard{}
		}
	}
}

// next is when the next event about a verification arrived, after a moment.
func (s *screen) next(ctx context.Context, verification string, after time.Time) (time.Time, error) {
	limit := time.After(codeWithin)
	for {
		select {
		case <-ctx.Done():
			return time.Time{}, ctx.Err()
		case <-limit:
			return time.Time{}, errors.New("no event told of a confirmed link")
		case e, open := <-s.heard:
			if !open {
				return time.Time{}, errors.New("the event stream ended")
			}
			if e.kind == "verification.updated" && e.id == verification && e.at.After(after) {
				return e.at, nil
			}
		}
	}
}

// measureGreen presses "Validate" on pages of links and waits for the event that turns the technician's shield green.
func measureGreen(ctx context.Context, b *bench, report *latencyReport) error {
	var green, pressed []time.Duration
	s, err := watch(ctx, b.product, b.people[0].msp)
	if err != nil {
		return err
	}
	defer s.stop()
	done := 0
	for _, p := range b.people {
		if p.msp != b.people[0].msp {
			continue
		}
		if done == max(b.size.each/4, 5) {
			break
		}
		done++
		event, page, err := b.confirm(ctx, s, p)
		if err != nil {
			return err
		}
		green, pressed = append(green, event), append(pressed, page)
	}
	report.Green, report.Pressed = latencyOf(green), latencyOf(pressed)
	return nil
}

// confirm sends a link, waits until every callback has been told to the screen, presses, and returns when the event and the page's answer came.
func (b *bench) confirm(ctx context.Context, s *screen, p *person) (event, page time.Duration, err error) {
	passed, err := b.product.send(ctx, p, "sms_link")
	if err != nil {
		return 0, 0, err
	}
	link, err := b.settledLink(ctx, p, passed)
	if err != nil {
		return 0, 0, err
	}
	arrived := make(chan error, 1)
	var at time.Time
	begun := time.Now()
	go func() {
		var err error
		at, err = s.next(ctx, passed.id, begun)
		arrived <- err
	}()
	form := url.Values{linkpage.Action: {linkpage.Validate}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, link, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, 0, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err := answered(request, http.StatusOK, nil); err != nil {
		return 0, 0, err
	}
	page = time.Since(begun)
	if err := <-arrived; err != nil {
		return 0, 0, err
	}
	return at.Sub(begun), page, b.approved(ctx, p, passed.id)
}

// settledLink waits for the link, and until the API knows that it was delivered: no event is then under way but the one that is waited for.
func (b *bench) settledLink(ctx context.Context, p *person, passed passage) (string, error) {
	for deadline := time.Now().Add(codeWithin); time.Now().Before(deadline); {
		var v struct{ Sends []struct{ Status string } }
		if err := b.product.calls(p).do(ctx, http.MethodGet, "/verifications/"+passed.id, nil, http.StatusOK, &v); err != nil {
			return "", err
		}
		if len(v.Sends) == 1 && v.Sends[0].Status == "delivered" {
			return b.linkTo(ctx, p)
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return "", err
		}
	}
	return "", errors.New("a link was not delivered")
}

func (b *bench) linkTo(ctx context.Context, p *person) (string, error) {
	var body struct{ Items []message }
	if err := b.phones.sandbox.do(ctx, http.MethodGet, "/_sandbox/messages?"+url.Values{"to": {p.mobile}}.Encode(), nil, http.StatusOK, &body); err != nil {
		return "", err
	}
	newest := body.Items[len(body.Items)-1]
	if len(newest.Links) == 0 {
		return "", errors.New("an SMS has no link")
	}
	return newest.Links[0], nil
}

// approved makes sure that the event meant what it was taken for.
func (b *bench) approved(ctx context.Context, p *person, id string) error {
	var v struct{ Status string }
	if err := b.product.calls(p).do(ctx, http.MethodGet, "/verifications/"+id, nil, http.StatusOK, &v); err != nil {
		return err
	}
	if v.Status != "approved" {
		return fmt.Errorf("a confirmed link left the verification %s", v.Status)
	}
	return nil
}
