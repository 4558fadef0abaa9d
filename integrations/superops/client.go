// Package superops speaks SuperOps' GraphQL API for MSPs: clients and their people, and tickets with their notes.
//
// The facts are those of SuperOps' published API documentation and of clients that work in production; docs/providers/superops.md says which of
// them only a real account can settle.
package superops

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"countersign/integrations/httpx"
)

// The data centres of SuperOps.
const (
	DefaultBaseURL = "https://api.superops.ai"
	EuropeBaseURL  = "https://euapi.superops.ai"
)

// apiPath is where the API for MSPs stands at a data centre.
const apiPath = "/msp"

// Config is one SuperOps account as a tenant's integration holds it.
type Config struct {
	BaseURL     string       // the data centre; "" means DefaultBaseURL. A path prefix is kept
	Subdomain   string       // of the MSP's own address, or that address: "acme", "https://acme.superops.ai"
	Token       string       // of a technician's profile
	MobileField string       // the requesters' custom field that holds mobile numbers, by its key ("udf1text"); "" to know it by its name
	HTTP        *http.Client // nil for one with a 30 s limit; redirects are never followed
}

// Client is one SuperOps account. It is safe for concurrent use.
type Client struct {
	endpoint    string
	host        string
	subdomain   string
	token       string
	mobileField string
	http        *httpx.Client
}

// New returns a client of one SuperOps account, or says what is wrong with its settings. It makes no request; Check does.
func New(cfg Config) (*Client, error) {
	subdomain, err := subdomainOf(cfg.Subdomain)
	if err != nil {
		return nil, fmt.Errorf("superops: %w", err)
	}
	if !httpx.Plain(cfg.Token, "") {
		return nil, errors.New("superops: the API token is empty or holds characters that it cannot have; copy it again from SuperOps")
	}
	field := strings.TrimSpace(cfg.MobileField)
	if field != "" && !fieldKey.MatchString(field) {
		return nil, errors.New("superops: the mobile field must be the key of a custom field such as udf1text, or empty")
	}
	base, err := httpx.Base(cmp.Or(cfg.BaseURL, DefaultBaseURL), DefaultBaseURL)
	if err != nil {
		return nil, fmt.Errorf("superops: %w", err)
	}
	endpoint := *base
	endpoint.Path = strings.TrimSuffix(base.Path, apiPath) + apiPath // who copies the whole address of the API means the same
	endpoint.RawPath = ""
	return &Client{endpoint: endpoint.String(), host: base.Host, subdomain: subdomain, token: cfg.Token, mobileField: field, http: httpx.New(name, cfg.HTTP)}, nil
}

// fieldKey is what the key of a custom field looks like. It becomes part of conditions.
var fieldKey = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,63}$`)

// label is a label of a host name (RFC 1123 section 2.1).
var label = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// subdomainOf reads the subdomain of an MSP from what people copy: itself, or the address at which they work.
func subdomainOf(text string) (string, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if strings.Contains(text, "://") {
		address, err := url.Parse(text)
		if err != nil {
			return "", errBadSubdomain
		}
		text = address.Hostname()
	}
	text, _, _ = strings.Cut(text, "/")
	first, _, _ := strings.Cut(text, ".")
	if !label.MatchString(first) {
		return "", errBadSubdomain
	}
	return first, nil
}

var errBadSubdomain = errors.New("the address of your SuperOps must look like https://acme.superops.ai")
