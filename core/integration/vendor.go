// Package integration describes the outside systems that an MSP connects. A vendor is one value: its settings, rights and steps in the vendor's own
// words, and what opens a connection. What an opened connection can do is told by the small interfaces that it implements: of this package, core/ticket
// and core/directory. Callers ask by type assertion; what is missing is not offered. Errors have core/provider's kinds.
package integration

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"countersign/core/message"
)

// Vendor describes an outside system: the rest of the product knows only this value of it.
type Vendor struct {
	Kind    string // "connectwise"; also its folder, its fake's name and integrations.kind
	Name    string // "ConnectWise PSA"
	Address Address
	// Capabilities are what its connections implement.
	Capabilities []Capability
	Settings     []Setting        // what a connection needs besides the address
	Fields       []Field          // of a ticket default, in the order of a form
	Rights       map[Right]string // what our member at the PSA needs, in the PSA's own words, where a right can be given or taken by itself
	Steps        []string         // how an admin of the MSP sets the PSA up, one sentence each
	Pod          *Pod             // how our pod is put into its screens; nil where it takes none
	Webhooks     *WebhookSetup    // how it tells of changes as they happen, and its system is a WebhookVerifier; nil where it does not
	// Callbacks are the addresses of one message below the connection's own address, by its outbound id; nil where the vendor calls at none.
	Callbacks func(address, outbound string) message.Callbacks
	Open      func(Connection) (System, error)
}

// System is an opened connection. Open makes no request; Check makes the first.
type System interface {
	// Check proves the address, the credentials and the rights; its error says in one sentence what is wrong.
	Check(ctx context.Context) error
}

// Adviser is a system that can say what an admin should set although its connection works.
type Adviser interface {
	// Advise is a sentence for an admin; "" for nothing to say. It holds no PII and no secret.
	Advise(ctx context.Context) (string, error)
}

// Address is where a PSA is reached.
type Address struct {
	Label   string   // "Server", "Resource server"
	Example string   // shown in the empty field
	Default string   // used when the field is empty; "" where every MSP has its own
	Choices []string // where there are only so many; else nil
}

// Setting is one field of a connection.
type Setting struct {
	Name     string // key in Connection.Credentials
	Label    string
	Optional bool // may stay empty
	Secret   bool // typed as a password and never shown again; settings that are no secret are not shown again either
	Help     string
}

// Connection is one PSA of one MSP. Credentials are secret.
type Connection struct {
	BaseURL     string // Vendor.Address.Default when empty
	Credentials map[string]string
	HTTP        *http.Client // follows no redirect and reaches no private address; nil for a plain one
}

// SameAccount reports whether two connections are one account with other secrets: the settings that are required and no secret name an account.
// A vendor without such settings is told nothing of one, and takes every connection at the same address for one account.
func (v Vendor) SameAccount(a, b Connection) bool {
	differ := func(s Setting) bool {
		return !s.Optional && !s.Secret && a.Credentials[s.Name] != b.Credentials[s.Name]
	}
	return cmp.Or(a.BaseURL, v.Address.Default) == cmp.Or(b.BaseURL, v.Address.Default) && !slices.ContainsFunc(v.Settings, differ)
}

// Complaint is what is wrong with a connection, in one sentence for the person who set it up. Check returns it; it wraps the *provider.Error.
type Complaint struct {
	Sentence string
	Cause    error
}

func (c *Complaint) Error() string { return c.Sentence }

// Unwrap returns the failure behind the sentence.
func (c *Complaint) Unwrap() error { return c.Cause }
