// Package kaseyabms speaks Kaseya BMS's REST API v2: accounts and their contacts, and tickets with their notes and files.
//
// The facts are those of Kaseya's published API description and of clients that work; docs/providers/kaseyabms.md says which of them only a real
// account can settle.
package kaseyabms

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"countersign/core/clock"
	"countersign/core/ticket"
	"countersign/integrations/httpx"
)

// DefaultBaseURL is the server of Kaseya's North American cloud, used when Config.BaseURL is empty.
const DefaultBaseURL = "https://api.bms.kaseya.com"

// Config is one Kaseya BMS as a tenant's integration holds it.
type Config struct {
	BaseURL  string // the API's server; "" means DefaultBaseURL. A path prefix is kept
	Tenant   string // the company name that people type when they log in
	UserName string // of an employee of type Api Employee; usually an e-mail address
	Password string
	HTTP     *http.Client     // nil for one with a 30 s limit; redirects are never followed
	Now      func() time.Time // nil for clock.Now
}

// Client is one Kaseya BMS. It is safe for concurrent use.
type Client struct {
	base    *url.URL
	cfg     Config
	http    *httpx.Client
	signing signing

	unsorted atomic.Bool // the server refuses to sort lists

	mu       sync.Mutex
	noteType int // the type of our notes; 0 before it was asked for
}

// New returns a client of one Kaseya BMS, or says what is wrong with its settings. It makes no request; Check does.
func New(cfg Config) (*Client, error) {
	cfg.Tenant, cfg.UserName = strings.TrimSpace(cfg.Tenant), strings.TrimSpace(cfg.UserName)
	switch {
	case ticket.OneLine(cfg.Tenant) == "":
		return nil, errors.New("kaseyabms: the company name is empty; My Settings in Kaseya BMS shows it")
	case !httpx.Plain(cfg.UserName, ""):
		return nil, errors.New("kaseyabms: the user name is empty or holds characters that it cannot have")
	case cfg.Password == "":
		return nil, errors.New("kaseyabms: the password is empty")
	}
	if cfg.Now == nil {
		cfg.Now = clock.Now
	}
	base, err := httpx.Base(cmp.Or(cfg.BaseURL, DefaultBaseURL), DefaultBaseURL)
	if err != nil {
		return nil, fmt.Errorf("kaseyabms: %w", err)
	}
	// Kaseya's own pages show the address with the version that stands before every path.
	base.Path = strings.TrimSuffix(base.Path, "/v2")
	return &Client{base: base, cfg: cfg, http: httpx.New(name, cfg.HTTP), signing: newSigning()}, nil
}
