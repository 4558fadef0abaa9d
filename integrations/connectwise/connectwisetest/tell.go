package connectwisetest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"countersign/integrations/fake"
)

// keyPath serves the key of callbacks without credentials. ConnectWise does not publish its own path.
const keyPath = "/v4_6_release/services/system_io/callbackkey/1"

// toldAtOnce bounds the callbacks under way; the fake drops those beyond, as a restart of ConnectWise's server does.
const toldAtOnce = 64

// teller makes callbacks, each on its own, until they are answered or given up.
type teller struct {
	*fake.Background
	key   string
	slots chan struct{}
}

func newTeller() *teller {
	caller := fake.DefaultCaller()
	caller.Tries, caller.Backoff = 4, 300*time.Millisecond
	return &teller{Background: fake.NewBackground(caller), key: rand.Text(), slots: make(chan struct{}, toldAtOnce)}
}

// Close ends the callbacks under way.
func (s *Server) Close() { s.teller.Close() }

// noteOrigin remembers how this server is reached: callbacks name the address of their key.
func (s *Server) noteOrigin(r *http.Request) {
	s.Lock()
	defer s.Unlock()
	s.origin = fake.Origin(r)
}

// signingKey tells the key of callbacks.
func (s *Server) signingKey(w http.ResponseWriter) {
	send(w, http.StatusOK, map[string]string{"signing_key": s.teller.key})
}

// tell calls the subscribers of a row; the caller holds the lock. It leaves out a subscriber's own changes where the subscription asks for that.
func (s *Server) tell(action, of string, row Row, by string) {
	if s.origin == "" {
		return // no client ever reached this server, so its address is unknown
	}
	for _, callback := range s.rows(callbacks) {
		if callback["inactiveFlag"] == true || callback["type"] != of || callback["level"] != "owner" || callback["isSelfSuppressedFlag"] == true && by == "API" {
			continue
		}
		s.teller.deliver(callback.words("url"), action, row.Key(), s.told(action, of, row, by))
	}
}

// told is the body of a callback. The record stands in it as JSON within a string.
func (s *Server) told(action, of string, row Row, by string) []byte {
	entity, err := json.Marshal(row)
	if err != nil {
		panic(err) // rows came from JSON
	}
	host := s.origin
	if at, err := url.Parse(s.origin); err == nil {
		host = at.Host
	}
	body, err := json.Marshal(map[string]any{
		"Action": action, "Type": of, "ID": row.Key(), "Entity": string(entity), "FromUrl": host, "CompanyId": s.cfg.Company, "MemberId": by,
		"Metadata": map[string]string{"key_url": s.origin + keyPath},
	})
	if err != nil {
		panic(err)
	}
	return body
}

func (t *teller) deliver(address, action string, id int, body []byte) {
	select {
	case t.slots <- struct{}{}:
	default:
		return
	}
	t.Go(func() {
		defer func() { <-t.slots }()
		t.Caller.Deliver(t.Context, func(ctx context.Context) (*http.Request, error) {
			target, err := url.Parse(address)
			if err != nil {
				return nil, err
			}
			query := target.Query()
			query.Set("action", action)
			query.Set("id", strconv.Itoa(id))
			target.RawQuery = query.Encode()
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
			if err != nil {
				return nil, err
			}
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("x-content-signature", t.sign(body))
			return req, nil
		}, func() {})
	})
}

func (t *teller) sign(body []byte) string {
	derived := sha256.Sum256([]byte(t.key))
	mac := hmac.New(sha256.New, derived[:])
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
