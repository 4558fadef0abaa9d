package gate

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/store"
)

// DeviceCookie marks a browser on which somebody has signed in. It opens nothing: it only lets their sign-ins be counted apart from what strangers do.
const DeviceCookie = "__Host-countersign-device"

const (
	deviceLife = 180 * 24 * time.Hour
	deviceMost = 5 // people of one browser
)

// device is a browser's random name, and a mark for each person who signed in on it.
type device struct {
	name  string
	marks []string
}

func deviceOf(ctx context.Context) device {
	parts := strings.Split(VisitOf(ctx).Cookies[DeviceCookie], ".")
	if len(parts[0]) < 22 || len(parts) > deviceMost+1 {
		return device{}
	}
	return device{parts[0], parts[1:]}
}

func (d device) mark(s *store.Store, user uuid.UUID) string {
	return base64.RawURLEncoding.EncodeToString(s.Ring().Index("known-device", "", d.name+"/"+user.String())[:16])
}

func (d device) knows(s *store.Store, user uuid.UUID) bool {
	mark := []byte(d.mark(s, user))
	return d.name != "" && slices.ContainsFunc(d.marks, func(held string) bool { return hmac.Equal([]byte(held), mark) })
}

// KnownDevice names the browser of a request when one of the people has signed in on it before; "" otherwise.
func KnownDevice(ctx context.Context, s *store.Store, people ...uuid.UUID) string {
	d := deviceOf(ctx)
	if slices.ContainsFunc(people, func(user uuid.UUID) bool { return d.knows(s, user) }) {
		return d.name
	}
	return ""
}

// RememberDevice has the browser keep that a person has signed in on it.
func RememberDevice(ctx context.Context, s *store.Store, user uuid.UUID, now time.Time) {
	d := deviceOf(ctx)
	if d.name == "" {
		d.name = store.NewToken()
	}
	if !d.knows(s, user) {
		d.marks = append(d.marks, d.mark(s, user))
	}
	if len(d.marks) > deviceMost {
		d.marks = d.marks[len(d.marks)-deviceMost:]
	}
	setCookie(ctx, &http.Cookie{
		Name: DeviceCookie, Value: strings.Join(append([]string{d.name}, d.marks...), "."), Path: "/", Expires: now.Add(deviceLife), Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
}
