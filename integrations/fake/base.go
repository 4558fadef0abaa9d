package fake

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"countersign/core/clock"
)

// Setup is what every fake can be given beside its vendor's own settings. Every field has a default.
type Setup struct {
	Journal *Journal
	Store   Store            // default NullStore
	Now     func() time.Time // default clock.Now
	Changed func()           // called after every change of state; must not block
}

// Base is what every fake is built on: its name, its setup, and one lock over its state.
type Base struct {
	sync.Mutex
	Setup
	name string
}

// NewBase fills a setup's gaps. name is the provider's name in journals and faults.
func NewBase(name string, setup Setup) *Base {
	if setup.Now == nil {
		setup.Now = clock.Now
	}
	if setup.Store == nil {
		setup.Store = NullStore{}
	}
	if setup.Journal == nil {
		setup.Journal = &Journal{store: NullStore{}, now: setup.Now}
	}
	if setup.Changed == nil {
		setup.Changed = func() {}
	}
	return &Base{Setup: setup, name: name}
}

// Name implements Vendor.
func (b *Base) Name() string { return b.name }

// Violate writes down what is wrong with a request. rule is short and stable.
func (b *Base) Violate(r *http.Request, rule, detail string) {
	b.Journal.Violate(b.name, r.Method+" "+r.URL.Path, rule, "%s", detail)
}

// Append stores one change of the state.
func (b *Base) Append(kind string, value any) error {
	if err := b.Store.Append(kind, value); err != nil {
		return fmt.Errorf("the sandbox's store: %w", err)
	}
	b.Changed()
	return nil
}
