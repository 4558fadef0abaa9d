package psa

import (
	"context"
	"errors"
	"net/http"
	"time"
	"unicode/utf8"
)

// HookSetup is how a PSA comes to tell us of changes as they happen.
type HookSetup struct {
	// Steps is how an admin has the PSA call the connection's own address, one sentence each.
	Steps []string
}

// Hook is a call by which somebody says that something changed at a PSA, as it came.
type Hook struct {
	Header http.Header
	Body   []byte
	At     time.Time // when it came, by our clock
}

// Heard is what a call that is believed comes to. It is a hint and no more: what is true now, a read tells.
type Heard struct {
	People bool          // companies or their people changed, so a sync is worth its while. Tickets are read whenever they are shown
	Delay  time.Duration // until the PSA's lists show it; 0 where they do at once
}

// ErrNotOwn is a call that nothing proves to be the PSA's own.
var ErrNotOwn = errors.New("psa: this call is not the PSA's own")

// Hearer is a PSA that tells of changes by calling us.
type Hearer interface {
	// Hear judges a call. Its error is ErrNotOwn, or a *provider.Error where the PSA has to be asked for the proof and did not answer: then the call
	// may be the PSA's own, and is welcome again.
	Hear(ctx context.Context, h Hook) (Heard, error)
}

// Subscriber is a PSA that is told by us where to call, because its screens offer no way.
type Subscriber interface {
	// Subscribe has the PSA call an address of ours. Doing it twice is doing it once.
	Subscribe(ctx context.Context, address string) error
	// Unsubscribe has it call that address no more. Where it never did there is nothing to do.
	Unsubscribe(ctx context.Context, address string) error
}

// SettingHookSecret is the name of the setting that holds what a PSA proves its calls with, where an admin chooses or copies it.
const SettingHookSecret = "webhook_secret"

// hookSecretLength is what a secret must have at least: whoever has seen one call may try secrets for as long as they like.
const hookSecretLength = 24

// ErrHookSecret is a secret that proves too little.
var ErrHookSecret = errors.New("the webhook secret must have at least 24 characters, so that nobody finds it by trying")

// CheckHookSecret refuses a secret that proves too little. None at all is none: every call is refused then.
func CheckHookSecret(secret string) error {
	if secret != "" && utf8.RuneCountInString(secret) < hookSecretLength {
		return ErrHookSecret
	}
	return nil
}
