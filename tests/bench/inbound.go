package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/integrations/twilio"
	"countersign/integrations/twilio/twiliotest"
	"countersign/store"
	"countersign/store/integrations"
)

const (
	// textsPerSecond is how many clients write while answers are timed: a busy morning of a large MSP.
	textsPerSecond = 20
	// answersWithin bounds the wait for the last answer.
	answersWithin = 30 * time.Second
)

// inboundReport says how soon a client is answered, and how many messages a second are kept.
type inboundReport struct {
	Texts   int                `json:"texts"`
	Answer  map[string]latency `json:"answer"` // from Twilio's webhook to Twilio's being asked to send the answer
	Taken   latency            `json:"taken"`  // from the webhook to its answer
	Kept    []float64          `json:"kept_per_second"`
	Inserts []float64          `json:"inserts_per_second"`
	OfRaw   float64            `json:"kept_of_inserts"`
}

// texting posts clients' texts to a door, signed as Twilio signs.
type texting struct{ address, listens, token string }

func (d texting) post(ctx context.Context, from, to, body string) error {
	form := url.Values{
		"MessageSid": {sid()}, "AccountSid": {"AC" + strings.Repeat("0", 32)}, "From": {from}, "To": {to}, "Body": {body}, "NumMedia": {"0"}, "NumSegments": {"1"},
		"SmsStatus": {"received"}, "ApiVersion": {"2010-04-01"},
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.listens, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Twilio-Signature", twiliotest.Sign(d.token, d.address, form))
	return answered(request, http.StatusOK, nil)
}

func sid() string { return "SM" + strings.ReplaceAll(uuid.NewString(), "-", "") }

// measureInbound compares the product with the least that could answer, and with the least that could keep.
func measureInbound(ctx context.Context, b *bench) (*inboundReport, error) {
	r := &inboundReport{Texts: b.size.texts, Answer: map[string]latency{}}
	doors, err := b.doors(ctx)
	if err != nil {
		return nil, err
	}
	verify := func(ctx context.Context, p *person) error {
		return doors[p.msp].post(ctx, p.mobile, b.bare.account.from, "#verify")
	}
	plain, stop, err := b.bareDoor()
	if err != nil {
		return nil, err
	}
	defer stop()
	last := len(b.people)
	for _, way := range []struct {
		name   string
		post   func(context.Context, *person) error
		people []*person
	}{
		{"product", verify, b.people[last-b.size.texts:]},
		{"bare", func(ctx context.Context, p *person) error {
			return plain.post(ctx, p.mobile, b.bare.account.from, "#verify")
		}, b.people[last-2*b.size.texts : last-b.size.texts]},
	} {
		answers, taken, err := b.timeAnswers(ctx, way.people, way.post)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", way.name, err)
		}
		r.Answer[way.name] = latencyOf(answers)
		if way.name == "product" {
			r.Taken = latencyOf(taken)
		}
	}
	return r, r.keep(ctx, b, doors)
}

// doors are where the MSPs' texts come in.
func (b *bench) doors(ctx context.Context) (map[*msp]texting, error) {
	api, err := environ(b.stack.PIDs["api"])
	if err != nil {
		return nil, err
	}
	doors := map[*msp]texting{}
	for _, p := range b.people {
		if _, known := doors[p.msp]; known {
			continue
		}
		err := b.store.InTenant(ctx, p.msp.tenant, func(ctx context.Context, tx store.Tx) error {
			in, err := integrations.ListProviders(ctx, tx)
			path := "/webhooks/twilio/" + in.Twilio.String() + "/messages"
			doors[p.msp] = texting{address: lookup(api, "COUNTERSIGN_PUBLIC_URL") + path, listens: b.stack.APIURL + path, token: b.bare.account.token}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return doors, nil
}

// bareDoor is the least that answers: it checks the signature and calls Twilio. It keeps nothing, and a lost call is lost.
func (b *bench) bareDoor() (door texting, stop func(), err error) {
	client, err := twilio.New(twilio.Config{AccountSID: b.bare.account.sid, AuthToken: b.bare.account.token})
	if err != nil {
		return door, nil, err
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ParseForm() != nil || client.Verify("http://"+r.Host+r.URL.RequestURI(), r.PostForm, r.Header.Get(twilio.SignatureHeader)) != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		if err := b.bare.account.sendSMS(r.Context(), r.PostForm.Get("From"), "Your code is 123456."); err != nil {
			w.WriteHeader(http.StatusBadGateway)
		}
	}))
	return texting{address: server.URL + "/", listens: server.URL + "/", token: b.bare.account.token}, server.Close, nil
}

// timeAnswers lets people write at a steady pace, and returns how long each waited until Twilio was asked to answer, and how long Twilio waited.
func (b *bench) timeAnswers(ctx context.Context, people []*person, post func(context.Context, *person) error) (answers, taken []time.Duration, err error) {
	if err := b.phones.quiet(ctx); err != nil {
		return nil, nil, err
	}
	if err := b.phones.forgetRequests(ctx); err != nil {
		return nil, nil, err
	}
	wrote := make([]time.Time, len(people))
	taken = make([]time.Duration, len(people))
	failed := make([]error, len(people))
	var group sync.WaitGroup
	tick := time.NewTicker(time.Second / textsPerSecond)
	defer tick.Stop()
	for i, p := range people {
		<-tick.C
		group.Go(func() {
			wrote[i] = time.Now()
			failed[i] = post(ctx, p)
			taken[i] = time.Since(wrote[i])
		})
	}
	group.Wait()
	if err := errors.Join(failed...); err != nil {
		return nil, nil, err
	}
	requested, err := b.answered(ctx, people)
	for i, p := range people {
		answers = append(answers, requested[p.mobile].Sub(wrote[i]))
	}
	return answers, taken, err
}

// answered waits until Twilio was asked to write to all people.
func (b *bench) answered(ctx context.Context, people []*person) (map[string]time.Time, error) {
	for deadline := time.Now().Add(answersWithin); ; {
		requested, err := b.phones.requested(ctx)
		if err != nil {
			return nil, err
		}
		missing := 0
		for _, p := range people {
			if requested[p.mobile].IsZero() {
				missing++
			}
		}
		if missing == 0 {
			return requested, nil
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("%d of %d people were not answered within %s", missing, len(people), answersWithin)
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// keep counts how many messages a second are durable: signed, stored once, sealed, and routed behind the answer; and how many rows a second Postgres takes one by one.
func (r *inboundReport) keep(ctx context.Context, b *bench, doors map[*msp]texting) error {
	if _, err := b.naive.pool.Exec(ctx, `CREATE TABLE inbox (id uuid PRIMARY KEY, sid text NOT NULL UNIQUE, sender text NOT NULL, body text NOT NULL, at timestamptz NOT NULL)`); err != nil {
		return err
	}
	const body = "The printer on the second floor prints nothing but small black squares again, since this morning."
	for range b.size.rounds {
		kept, err := b.count(ctx, func(ctx context.Context, p *person) error {
			return doors[p.msp].post(ctx, p.mobile, b.bare.account.from, body)
		})
		if err != nil {
			return err
		}
		if err := b.routed(ctx); err != nil {
			return err
		}
		inserted, err := b.count(ctx, func(ctx context.Context, p *person) error {
			_, err := b.naive.pool.Exec(ctx, `INSERT INTO inbox VALUES ($1, $2, $3, $4, now())`, uuid.New(), sid(), p.mobile, body)
			return err
		})
		if err != nil {
			return err
		}
		r.Kept, r.Inserts = append(r.Kept, kept), append(r.Inserts, inserted)
	}
	r.OfRaw = ratio(median(r.Kept), median(r.Inserts))
	return nil
}

// count lets the clients do something again and again while the window is open, and returns how often a second it was done.
func (b *bench) count(ctx context.Context, do func(context.Context, *person) error) (float64, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	opens := time.Now().Add(b.size.window.warm)
	closes := opens.Add(b.size.window.counted)
	var done atomic.Int64
	var group sync.WaitGroup
	for client := range b.clients {
		group.Go(func() {
			for n := client; time.Now().Before(closes) && ctx.Err() == nil; n += b.clients {
				if err := do(ctx, b.people[n%len(b.people)]); err != nil {
					cancel(err)
				}
				if at := time.Now(); at.After(opens) && at.Before(closes) {
					done.Add(1)
				}
			}
		})
	}
	group.Wait()
	return float64(done.Load()) / b.size.window.counted.Seconds(), context.Cause(ctx)
}

// routed waits until nothing waits to be routed: what is behind must not disturb what comes.
func (b *bench) routed(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, b.stack.OwnerDatabaseURL)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); {
		var waiting int
		if err := conn.QueryRow(ctx, `SELECT count(*) FROM messages WHERE direction = 'inbound' AND told_at IS NULL`).Scan(&waiting); err != nil || waiting == 0 {
			return err
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	return errors.New("messages were not routed within five minutes")
}

func (r *inboundReport) write(s sheet) {
	s.title(fmt.Sprintf("Inbound: %d texts at %d a second, ms", r.Texts, textsPerSecond))
	s.row("", "design", "p50", "p95", "p99", "p50 / bare's")
	for _, name := range []string{"product", "bare"} {
		l := r.Answer[name]
		s.row("written to answer handed to the provider", name, l.P50, l.P95, l.P99, ratio(l.P50, r.Answer["bare"].P50))
	}
	s.row("written to durable (200)", "product", r.Taken.P50, r.Taken.P95, r.Taken.P99, "")
	s.title("Durable intake, medians a second")
	s.row("messages kept", "single-row inserts", "kept / inserts")
	s.row(median(r.Kept), median(r.Inserts), r.OfRaw)
}
