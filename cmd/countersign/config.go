package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"

	"countersign/core/clock"
	"countersign/core/keys"
)

// config is everything that comes from the environment. docs/configuration.md lists it for people.
type config struct {
	DatabaseURL       string `env:"DATABASE_URL"`
	MigrateURL        string `env:"MIGRATE_URL"`
	KeysFile          string `env:"KEYS_FILE"`
	TemporalAddress   string `env:"TEMPORAL_ADDRESS" envDefault:"127.0.0.1:7233"`
	TemporalNamespace string `env:"TEMPORAL_NAMESPACE" envDefault:"countersign"`
	TemporalUIOrigin  string `env:"TEMPORAL_UI_ORIGIN"`

	TemporalTLS        bool   `env:"TEMPORAL_TLS"`
	TemporalCAFile     string `env:"TEMPORAL_CA_FILE"`
	TemporalCertFile   string `env:"TEMPORAL_CERT_FILE"`
	TemporalKeyFile    string `env:"TEMPORAL_KEY_FILE"`
	TemporalServerName string `env:"TEMPORAL_SERVER_NAME"`
	TemporalAPIKey     string `env:"TEMPORAL_API_KEY"`

	SandboxURL     string   `env:"SANDBOX_URL"`
	Listen         string   `env:"LISTEN" envDefault:"127.0.0.1:8080"`
	WorkerListen   string   `env:"WORKER_LISTEN" envDefault:"127.0.0.1:8081"`
	PublicURL      string   `env:"PUBLIC_URL" envDefault:"http://localhost:8080"`
	PodAncestors   []string `env:"POD_ANCESTORS" envSeparator:" "`
	TrustedProxies []string `env:"TRUSTED_PROXIES"`

	// PSAs are reached at public addresses over TLS only, but for these networks.
	PSAPrivateNetworks []netip.Prefix `env:"PSA_PRIVATE_NETWORKS" envSeparator:" "`

	LogLevel string `env:"LOG_LEVEL" envDefault:"info"`

	// ClockFile holds how far the clock is ahead. Only builds for tests take it.
	ClockFile string `env:"CLOCK_FILE"`

	TwilioBaseURL           string `env:"TWILIO_BASE_URL"`
	TwilioAccountSID        string `env:"TWILIO_ACCOUNT_SID"`
	TwilioAuthToken         string `env:"TWILIO_AUTH_TOKEN"`
	TwilioAuthTokenPrevious string `env:"TWILIO_AUTH_TOKEN_PREVIOUS"`
	TwilioFrom              string `env:"TWILIO_FROM"`

	SendGridBaseURL    string `env:"SENDGRID_BASE_URL"`
	SendGridAPIKey     string `env:"SENDGRID_API_KEY"`
	SendGridFrom       string `env:"SENDGRID_FROM"`
	SendGridWebhookKey string `env:"SENDGRID_WEBHOOK_KEY"`
}

func loadConfig() (config, error) {
	c, err := env.ParseAsWithOptions[config](env.Options{Prefix: "COUNTERSIGN_"})
	if err != nil {
		return c, err
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	return c, nil
}

// forServing names every setting that API or worker cannot do without, all at once.
func (c config) forServing() error {
	var missing []string
	for name, value := range map[string]string{
		"DATABASE_URL": c.DatabaseURL, "KEYS_FILE": c.KeysFile,
		"TWILIO_ACCOUNT_SID": c.TwilioAccountSID, "TWILIO_AUTH_TOKEN": c.TwilioAuthToken, "TWILIO_FROM": c.TwilioFrom,
		"SENDGRID_API_KEY": c.SendGridAPIKey, "SENDGRID_FROM": c.SendGridFrom, "SENDGRID_WEBHOOK_KEY": c.SendGridWebhookKey,
	} {
		if value == "" {
			missing = append(missing, "COUNTERSIGN_"+name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("set %s; docs/configuration.md says what each is", strings.Join(sorted(missing), ", "))
	}
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && !local(u) {
		return errors.New("COUNTERSIGN_PUBLIC_URL must be an https address (http only on localhost)")
	}
	if c.ClockFile != "" && !clock.Movable {
		return errors.New("COUNTERSIGN_CLOCK_FILE is set, but the clock of this build cannot be moved: unset it")
	}
	if clock.Movable && !local(u) {
		return errors.New("the clock of this build can be moved, so it serves http on localhost only")
	}
	return nil
}

func local(u *url.URL) bool {
	return u.Scheme == "http" && loopback(u.Hostname())
}

// loopback reports whether a host is this machine by its name alone.
func loopback(host string) bool {
	at, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && at.IsLoopback()
}

func (c config) ring() (*keys.Ring, error) {
	if c.KeysFile == "" {
		return nil, errors.New("set COUNTERSIGN_KEYS_FILE; `countersign keys generate --out FILE` makes one")
	}
	return keys.Load(c.KeysFile)
}

// loadRing reads the settings and the key ring that they name.
func loadRing() (config, *keys.Ring, error) {
	c, err := loadConfig()
	if err != nil {
		return c, nil, err
	}
	ring, err := c.ring()
	return c, ring, err
}

func (c config) logger() (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return nil, errors.New("COUNTERSIGN_LOG_LEVEL must be debug, info, warn or error")
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level})), nil
}

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}
