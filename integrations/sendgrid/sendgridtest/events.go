package sendgridtest

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// event is one entry of the event webhook; a mail's custom arguments stand beside these fields.
type event struct {
	Email     string `json:"email"`
	Timestamp int64  `json:"timestamp"`
	SMTPID    string `json:"smtp-id"`
	Event     string `json:"event"`
	EventID   string `json:"sg_event_id"`
	MessageID string `json:"sg_message_id"`
	Response  string `json:"response,omitempty"`
	Attempt   string `json:"attempt,omitempty"`
	Reason    string `json:"reason,omitempty"`
	Status    string `json:"status,omitempty"`
	Type      string `json:"type,omitempty"`
	TLS       int    `json:"tls,omitempty"`

	args map[string]string
}

// MarshalJSON flattens the custom arguments into the event.
func (e event) MarshalJSON() ([]byte, error) {
	type plain event
	own, err := json.Marshal(plain(e))
	if err != nil || len(e.args) == 0 {
		return own, err
	}
	args, err := json.Marshal(e.args)
	if err != nil {
		return nil, err
	}
	return append(append(own[:len(own)-1], ','), args[1:]...), nil
}

// journey is the way of a mail from the state it is in.
func journey(m *Mail) []event {
	last := fate(m.To)
	steps := []event{{Event: "processed"}, last}
	switch {
	case strings.HasPrefix(strings.ToLower(m.To), quiet):
		return nil
	case last.Event == "dropped":
		steps = []event{last} // dropped instead of processed
	case strings.HasPrefix(strings.ToLower(m.To), returned): // taken, and sent back later
		steps = append(steps, fates["bounce"])
	case strings.HasPrefix(strings.ToLower(m.To), "deferred"):
		steps = []event{{Event: "processed"}, {Event: "deferred", Response: "451 try again later", Attempt: "1"}, last}
	}
	for i, at := range steps {
		if at.Event == m.Status {
			return steps[i+1:]
		}
	}
	if m.Status == "accepted" {
		return steps
	}
	return nil
}

// carry moves a mail along its way.
func (s *Server) carry(m *Mail) {
	s.Lock()
	steps := journey(m)
	s.Unlock()
	for _, next := range steps {
		if !s.Rest(s.cfg.Pace) {
			return
		}
		next.Email, next.Timestamp, next.args = m.To, s.now().Unix(), m.CustomArgs
		next.EventID = newID()
		next.MessageID = m.MessageID + ".recvd-sandbox-1-0.0"
		next.SMTPID = "<" + m.MessageID + "@sandbox.invalid>"
		s.Lock()
		m.Status = next.Event
		// If storing fails the state still holds in memory, which is all a sandbox owes for its own progress.
		_ = s.Store.Append("status", state{m.ID, next.Event})
		s.Unlock()
		s.Changed()
		select {
		case s.events <- next:
		case <-s.Context.Done():
			return
		}
	}
}

// batchLimit bounds the events of one post.
const batchLimit = 200

// post gathers what happens within a moment and posts it as one array, as SendGrid does.
func (s *Server) post() {
	for {
		select {
		case <-s.Context.Done():
			return
		case first := <-s.events:
			batch := s.gather(first)
			s.Lock()
			address := s.cfg.EventURL
			s.Unlock()
			if address == "" || s.cfg.WebhookKey == nil {
				continue
			}
			s.Go(func() { s.deliver(address, batch) })
		}
	}
}

func (s *Server) gather(first event) []event {
	batch := []event{first}
	moment := time.NewTimer(s.cfg.Pace / 4)
	defer moment.Stop()
	for len(batch) < batchLimit {
		select {
		case next := <-s.events:
			batch = append(batch, next)
		case <-moment.C:
			return batch
		case <-s.Context.Done():
			return batch
		}
	}
	return batch
}

// SetEventURL says where events are posted from now on; an empty address posts them nowhere.
func (s *Server) SetEventURL(address string) {
	s.Lock()
	defer s.Unlock()
	s.cfg.EventURL = address
}

// deliver posts a batch until it is taken. SendGrid promises at least once and no order: a batch in disorder comes shuffled, and twice.
func (s *Server) deliver(address string, batch []event) {
	s.Lock()
	disorder := s.chance.Float64() < s.cfg.Disorder
	if disorder {
		s.chance.Shuffle(len(batch), func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
	}
	s.Unlock()
	body, err := json.Marshal(batch)
	if err != nil {
		panic(err) // events are strings and numbers
	}
	body = append(body, '\r', '\n')
	build := func(ctx context.Context) (*http.Request, error) {
		return Webhook(ctx, s.cfg.WebhookKey, address, body, s.now())
	}
	s.Caller.Deliver(s.Context, build, func() {})
	if disorder {
		s.Caller.Deliver(s.Context, build, func() {})
	}
}

// Webhook builds one signed post of events.
func Webhook(ctx context.Context, key *ecdsa.PrivateKey, address string, body []byte, now time.Time) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(string(body)))
	if err != nil {
		return nil, err
	}
	timestamp := strconv.FormatInt(now.Unix(), 10)
	signature, err := Sign(key, timestamp, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "SendGrid Event API")
	req.Header.Set("X-Twilio-Email-Event-Webhook-Timestamp", timestamp)
	req.Header.Set("X-Twilio-Email-Event-Webhook-Signature", signature)
	return req, nil
}

// Sign signs a webhook as SendGrid does: base64 of the ASN.1 ECDSA signature over SHA-256(timestamp ‖ body).
func Sign(key *ecdsa.PrivateKey, timestamp string, body []byte) (string, error) {
	digest := sha256.Sum256(append([]byte(timestamp), body...))
	signature, err := ecdsa.SignASN1(rand.Reader, key, digest[:])
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(signature), nil
}
