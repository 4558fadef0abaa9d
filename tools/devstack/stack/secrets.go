package stack

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Secrets of one stack, made once and kept in its state folder. None of them is
// good anywhere else.
type Secrets struct {
	DatabaseOwnerPassword string `json:"database_owner_password"`
	DatabaseAPIPassword   string `json:"database_api_password"`
	TwilioAccountSID      string `json:"twilio_account_sid"`
	TwilioAuthToken       string `json:"twilio_auth_token"`
	SendGridAPIKey        string `json:"sendgrid_api_key"`
	SendGridWebhookKey    string `json:"sendgrid_webhook_key"`         // base64 DER PKIX, ECDSA P-256
	SendGridWebhookSigner string `json:"sendgrid_webhook_private_key"` // base64 DER PKCS8 of the same key
	SeedPassword          string `json:"seed_password"`
	SeedAPIKey            string `json:"seed_api_key"`
}

// loadSecrets reads the secrets and makes those that are missing.
func loadSecrets(path string) (Secrets, error) {
	var s Secrets
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return s, err
	default:
		if err := json.Unmarshal(text, &s); err != nil {
			return s, fmt.Errorf("%s is damaged (%w); devstack reset begins anew", path, err)
		}
	}
	before := s
	if err := s.complete(); err != nil {
		return s, err
	}
	if s == before {
		return s, nil
	}
	return s, writeJSON(path, s)
}

func (s *Secrets) complete() error {
	for field, make := range map[*string]func() string{
		&s.DatabaseOwnerPassword: func() string { return randomHex(24) },
		&s.DatabaseAPIPassword:   func() string { return randomHex(24) },
		&s.TwilioAccountSID:      func() string { return "AC" + randomHex(16) }, // 34 characters, as Twilio's
		&s.TwilioAuthToken:       func() string { return randomHex(16) },
		&s.SendGridAPIKey:        func() string { return "SG." + randomText(16) + "." + randomText(32) },
		&s.SeedPassword:          func() string { return randomText(12) },
		&s.SeedAPIKey:            func() string { return "cs_" + randomText(32) },
	} {
		if *field == "" {
			*field = make()
		}
	}
	if s.SendGridWebhookKey != "" && s.SendGridWebhookSigner != "" {
		return nil
	}
	return s.makeWebhookKey()
}

func (s *Secrets) makeWebhookKey() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	s.SendGridWebhookSigner = base64.StdEncoding.EncodeToString(private)
	s.SendGridWebhookKey = base64.StdEncoding.EncodeToString(public)
	return nil
}

func random(bytes int) []byte {
	b := make([]byte, bytes)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}

func randomHex(bytes int) string  { return hex.EncodeToString(random(bytes)) }
func randomText(bytes int) string { return base64.RawURLEncoding.EncodeToString(random(bytes)) }
