package sandbox

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"time"
)

// Config is how a sandbox is set up; the env tags name its environment variables.
type Config struct {
	Listen             string `env:"SANDBOX_LISTEN" envDefault:"127.0.0.1:8090"`
	Data               string `env:"SANDBOX_DATA,required,notEmpty"` // folder of the store; "" keeps nothing (tests)
	TwilioAccountSID   string `env:"SANDBOX_TWILIO_ACCOUNT_SID,required,notEmpty"`
	TwilioAuthToken    string `env:"SANDBOX_TWILIO_AUTH_TOKEN,required,notEmpty"`
	SendGridAPIKey     string `env:"SANDBOX_SENDGRID_API_KEY,required,notEmpty"`
	SendGridWebhookKey string `env:"SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY"` // base64 of a PKCS #8 ECDSA P-256 key; without it no events are posted
	SendGridEventURL   string `env:"SANDBOX_SENDGRID_EVENT_URL"`

	// Where what clients write is brought: "number=url" and "domain=url", separated by commas.
	Numbers   map[string]string `env:"SANDBOX_NUMBERS" envKeyValSeparator:"="`
	Mailboxes map[string]string `env:"SANDBOX_MAILBOXES" envKeyValSeparator:"="`

	// A ConnectWise PSA for one company; what is left empty is as connectwisetest names it.
	ConnectWiseCompany    string `env:"SANDBOX_CONNECTWISE_COMPANY"`
	ConnectWisePublicKey  string `env:"SANDBOX_CONNECTWISE_PUBLIC_KEY"`
	ConnectWisePrivateKey string `env:"SANDBOX_CONNECTWISE_PRIVATE_KEY"`
	ConnectWiseClientID   string `env:"SANDBOX_CONNECTWISE_CLIENT_ID"`

	Pace     time.Duration `env:"-"` // from one state of a message to the next; 0 for 150 ms
	Patience time.Duration `env:"-"` // how long a call waits for a key at least; 0 for a minute
	Disorder float64       `env:"-"` // share of messages whose callbacks come out of order
}

// parseWebhookKey reads the key that signs SendGrid's events; "" is no key.
func parseWebhookKey(encoded string) (*ecdsa.PrivateKey, error) {
	if encoded == "" {
		return nil, nil
	}
	der, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, errors.New("SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY is not base64")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY is not a PKCS #8 key: %w", err)
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return nil, errors.New("SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY is not an ECDSA key")
	}
	return key, nil
}
