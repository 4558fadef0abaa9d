// Package house checks how the house is built: which room may know which.
package house

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// room is what a folder may import directly, by prefix. Ours are named without the module; others by their first path elements.
type room struct {
	prefix string
	own    []string
	others []string
}

const module = "countersign/"

var (
	plain    = []string{"github.com/google/uuid", "github.com/mtibben/confusables", "golang.org/x/text", "golang.org/x/net/", "github.com/nyaruka/phonenumbers", "github.com/alexedwards/argon2id"}
	temporal = []string{"go.temporal.io/", "google.golang.org/protobuf"}
	pgx      = []string{"github.com/jackc/pgx", "github.com/pressly/goose"}
)

// behindGate is what every domain of the API may know. Domains do not know each other, except where their rows name one.
var behindGate = []string{"core/", "store", "schemas", "dispatch", "api/gen", "api/gate", "api/respond"}

// rooms stand in the order in which they are looked up; the first prefix that fits counts.
var rooms = []room{
	{"core/totp", nil, []string{"github.com/pquerna/otp/hotp"}},
	{"core/", []string{"core/"}, plain},
	{"schemas", nil, nil},
	{"store/storetest", []string{"core/", "schemas", "store"}, append(append([]string{"github.com/stretchr/testify"}, plain...), pgx...)},
	{"store", []string{"core/", "schemas", "store"}, append(append([]string{}, plain...), pgx...)},
	{"integrations/contract", []string{"core/", "integrations/fake"}, append([]string{"github.com/stretchr/testify"}, plain...)},
	{"integrations/fake", []string{"core/"}, plain},
	{"integrations/httpx", []string{"core/"}, nil},
	{"integrations/kit", []string{"core/", "integrations/httpx"}, plain},
	{"activities", []string{"core/"}, append(append([]string{}, plain...), temporal...)},
	{"workflows", []string{"core/", "activities", "workflows"}, append(append([]string{}, plain...), temporal...)},
	{"connect", []string{"core/", "store", "integrations/"}, append([]string{"github.com/sony/gobreaker"}, plain...)},
	{"worker", []string{"core/", "store", "activities", "workflows"}, nil},
	{"dispatch", []string{"core/", "workflows"}, append(append([]string{}, plain...), temporal...)},
	{"sweep", []string{"core/", "store", "dispatch"}, plain},
	{"inbound", []string{"core/", "store", "workflows", "dispatch"}, append(append([]string{}, plain...), temporal...)},
	{"api/gen", nil, nil},
	{"api/respond", []string{"core/", "store", "api/gen"}, nil},
	{"api/gate", []string{"core/", "store", "api/gen", "api/respond"}, nil},
	{"api/vendors", append([]string{"api/vendors"}, behindGate...), nil},
	{"api/connections", append([]string{"api/vendors"}, behindGate...), nil},
	{"api/tickets", append([]string{"api/vendors"}, behindGate...), nil},
	{"api/verify", append([]string{"api/vendors", "workflows"}, behindGate...), nil}, // asks whose the ticket is that a request names
	{"api/messages", append([]string{"api/vendors", "workflows"}, behindGate...), nil},
	{"api/webhooks", append([]string{"api/vendors", "api/verify"}, behindGate...), nil},
	{"api/public", append([]string{"api/vendors", "api/verify"}, behindGate...), nil},
	{"api/account", behindGate, nil},
	{"api/people", behindGate, nil},
	{"api/settings", behindGate, nil},
	{"api/alerts", behindGate, nil},
	{"api/live", behindGate, nil},
	{"api/operator", behindGate, nil},
	{"api", []string{"core/", "schemas", "store", "workflows", "dispatch", "api", "web"}, nil},
	{"sandbox", []string{"integrations/", "core/", "sandbox"}, plain},
	{"cmd/sandbox", []string{"sandbox"}, nil},
	{"cmd/countersign", []string{""}, nil}, // wires every room into the product
	{"tests", []string{""}, nil},
	{"web", []string{"web"}, nil},
}

// vendorLibraries are what single vendors may import beside the standard library.
var vendorLibraries = map[string][]string{"twilio": {"github.com/twilio/twilio-go"}, "sendgrid": {"github.com/sendgrid/"}}

// vendorRoom is the room of integrations/<vendor> and its folders, or of its fake integrations/<vendor>/<vendor>test. A new vendor needs no line here.
func vendorRoom(path string) (room, bool) {
	folder, ok := strings.CutPrefix(path, "integrations/")
	if !ok {
		return room{}, false
	}
	vendor, inner, _ := strings.Cut(folder, "/")
	self := "integrations/" + vendor
	switch {
	case inner == vendor+"test":
		return room{path, []string{"core/", self, "integrations/fake"}, plain}, true
	case strings.HasSuffix(inner, "test"):
		return room{}, false
	default:
		return room{self, []string{"core/", self, "integrations/httpx", "integrations/kit"}, append(append([]string{}, vendorLibraries[vendor]...), plain...)}, true
	}
}

// neverFrom lists what a room must not touch even where others are open to it.
var neverFrom = map[string][]string{
	"api":    {"countersign/activities", "countersign/integrations/", "countersign/connect", "countersign/worker", "github.com/twilio/", "github.com/sendgrid/"},
	"worker": {"github.com/gin-gonic/", "countersign/api", "countersign/inbound", "countersign/connect", "countersign/integrations/"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "countersign/...")
	out, err := cmd.Output()
	require.NoError(t, err)
	var list []goPackage
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p goPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return list
		}
		require.NoError(t, err)
		list = append(list, p)
	}
}

func TestImportsPointOneWay(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, p := range packages(t) {
		room, ok := roomOf(strings.TrimPrefix(p.ImportPath, module))
		if !ok {
			t.Errorf("%s is no room of the house: give it a line in rooms that says what it may import", p.ImportPath)
			continue
		}
		checked++
		for _, imported := range p.Imports {
			if why := refused(room, imported); why != "" {
				t.Errorf("%s imports %s: %s", p.ImportPath, imported, why)
			}
		}
	}
	require.Greater(t, checked, 20)
}

func TestARefusedImportIsSeen(t *testing.T) {
	t.Parallel()
	for from, imported := range map[string]string{
		"core/policy": "go.temporal.io/sdk/workflow", "workflows": "countersign/store", "activities": "github.com/jackc/pgx/v5", "api": "countersign/integrations/twilio",
		"integrations/twilio": "countersign/integrations/sendgrid", "worker": "github.com/gin-gonic/gin", "store": "countersign/activities",
		"api/people": "countersign/api/tickets", "api/webhooks": "countersign/integrations/twilio", "api/gate": "countersign/api/account",
	} {
		room, ok := roomOf(from)
		require.True(t, ok, from)
		require.NotEmpty(t, refused(room, imported), "%s must not import %s", from, imported)
	}
}

func TestAnUnknownRoomIsSeen(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"helpers", "integrations/duo/connectwisetest", "cmd/other"} {
		_, ok := roomOf(path)
		require.False(t, ok, path)
	}
	duo, ok := roomOf("integrations/duo")
	require.True(t, ok)
	require.Empty(t, refused(duo, "countersign/core/message"))
	for _, imported := range []string{"countersign/integrations/twilio", "countersign/store", "go.temporal.io/sdk/client", "github.com/duosecurity/duo_api_golang"} {
		require.NotEmpty(t, refused(duo, imported), imported)
	}
	fake, ok := roomOf("integrations/duo/duotest")
	require.True(t, ok)
	require.Empty(t, refused(fake, "countersign/integrations/duo"))
	require.NotEmpty(t, refused(fake, "countersign/integrations/twilio"))
}

func roomOf(path string) (room, bool) {
	for _, r := range rooms {
		if path == strings.TrimSuffix(r.prefix, "/") || strings.HasPrefix(path, strings.TrimSuffix(r.prefix, "/")+"/") {
			return r, true
		}
	}
	return vendorRoom(path)
}

func refused(r room, imported string) string {
	top, _, _ := strings.Cut(r.prefix, "/")
	for _, never := range neverFrom[top] {
		if strings.HasPrefix(imported, never) {
			return "never from " + top
		}
	}
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") && first != "countersign" {
		return "" // the standard library
	}
	if ours, is := strings.CutPrefix(imported, module); is {
		if within(ours, r.own) {
			return ""
		}
		return r.prefix + " does not know this room"
	}
	if r.others == nil || within(imported, r.others) {
		return ""
	}
	return "not a library of " + r.prefix
}

func within(path string, prefixes []string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}
