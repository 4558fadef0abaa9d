package connect

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"

	"countersign/core/integration"
)

// An MSP's Admin types the address of a ticket system. What could be reached by it, but for the public internet over TLS, is tried here.

// disguises are ways to write this machine, %d being the port of a listener on it that must hear nothing.
var disguises = []string{
	"127.0.0.1:%d", "127.0.0.1.:%d", "127.1:%d", "127.0.1:%d", "127.000.000.001:%d", "0127.0.0.1:%d", "127.255.255.254:%d", "0177.0.0.1:%d", "0177.0000.0000.0001:%d", "0x7f.0.0.1:%d", "0x7f.0x0.0x0.0x1:%d",
	"0x7f000001:%d", "0X7F000001:%d", "2130706433:%d", "017700000001:%d", "00000177.1:%d", "0x7f.1:%d", "127.0x1:%d", "0:%d", "0.0.0.0:%d", "0x0:%d", "00:%d", "6442450945:%d",
	"localhost:%d", "LOCALHOST:%d", "localhost.:%d", "localhost.localdomain:%d", "ip6-localhost:%d", "sub.localhost:%d", "LocalHost.:%d",
	"[::1]:%d", "[0:0:0:0:0:0:0:1]:%d", "[0000::0001]:%d", "[::]:%d", "[::ffff:127.0.0.1]:%d", "[::ffff:7f00:1]:%d", "[0:0:0:0:0:ffff:7f00:0001]:%d", "[::127.0.0.1]:%d", "[::7f00:1]:%d", "[::ffff:0:127.0.0.1]:%d",
	"[64:ff9b::127.0.0.1]:%d", "[64:ff9b::7f00:1]:%d", "[64:ff9b:1::7f00:1]:%d", "[2002:7f00:1::]:%d", "[2001:0:7f00:1::1]:%d", "[::1%%25lo]:%d", "[::1%%25]:%d", "[fe80::1%%25lo]:%d", "[64:ff9b::7f00:1%%25lo]:%d", "[2002:7f00:1::%%25lo]:%d",
	"127。0。0。1:%d", "127．0．0．1:%d", "①②⑦.⓪.⓪.①:%d", "１２７.０.０.１:%d", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:%d", "local\u00adhost:%d", "127.0.0.1\u200b:%d", "%%31%%32%%37.0.0.1:%d", "127.0.0.1%%00:%d", "127.0.0.1%%2f:%d",
	"public.example@127.0.0.1:%d", "public.example:443@127.0.0.1:%d", "user:word@127.0.0.1:%d", "public.example%%40@127.0.0.1:%d", "@127.0.0.1:%d", "127.0.0.1:%[1]d@127.0.0.1:%[1]d",
	"127.0.0.1:%d/public.example", "127.0.0.1:%d/?public.example", "127.0.0.1:%d?public.example", "127.0.0.1:%d/#public.example", "127.0.0.1:%d/..", "127.0.0.1:%d//public.example", `127.0.0.1:%d\@public.example`, `public.example\@127.0.0.1:%d`, "127.0.0.1:%d/%%0d%%0aHost:x",
	"rebinds.example:%d", "127.0.0.1.nip.example:%d", "7f000001.nip.example:%d", "private.example:%d", "both.example:%d", "six.example:%d", "mapped.example:%d", "alias.example:%d", "xn--127-0-0-1.example:%d", "a.b.c.d.private.example:%d", "PRIVATE.example.:%d", "_srv._tcp.private.example:%d",
}

// notAddresses are no address of a server at all.
var notAddresses = []string{
	"file:///etc/passwd", "gopher://127.0.0.1:%d/_x", "dict://127.0.0.1:%d/", "ftp://127.0.0.1:%d/", "ldap://127.0.0.1:%d/", "tftp://127.0.0.1:%d/", "ws://127.0.0.1:%d/", "unix:///var/run/docker.sock", "jar:http://127.0.0.1:%d!/", "netdoc:///etc/passwd",
	"javascript:alert(1)", "data:text/plain,x", "//127.0.0.1:%d/", "127.0.0.1:%d", "http:127.0.0.1:%d", "http:///127.0.0.1:%d", "http:/127.0.0.1:%d", "http://", "https://", "https:// 127.0.0.1:%d", "https://127.0.0.1:%d\r\nHost: x", "http://[127.0.0.1]:%d/", "http://[::1:%d", "http://127.0.0.1:99999/", "http://127.0.0.1:-1/", "blob:http://127.0.0.1:%d/x",
}

// notPublicAddresses are those at which clouds tell their machines' secrets, and other networks that are nobody's business.
var notPublicAddresses = strings.Fields(`
	169.254.169.254 169.254.170.2 169.254.170.23 169.254.0.1 169.254.255.255 100.100.100.200 192.0.0.192 192.0.0.1 168.63.129.16 fd00:ec2::254 fd20:ce::254 fe80::a9fe:a9fe ::ffff:169.254.169.254 ::ffff:a9fe:a9fe 64:ff9b::169.254.169.254
	64:ff9b::a9fe:a9fe 2002:a9fe:a9fe:: 2002:a9fe:a9fe::1 ::169.254.169.254 64:ff9b:1::a9fe:a9fe ::ffff:0:a9fe:a9fe 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255
	0.0.0.0 0.1.2.3 192.0.2.1 198.51.100.1 203.0.113.1 192.88.99.1 198.18.0.1 198.19.255.255 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 ::ffff:10.0.0.1 ::ffff:192.168.0.1 ::ffff:172.16.0.1 ::ffff:100.64.0.1 ::ffff:0.0.0.0 ::10.0.0.1 ::192.168.0.1
	2002:a00:1:: 2002:c0a8:1:: 2002:ac10:1:: 2002:7f00:1:: 64:ff9b::a00:1 64:ff9b::c0a8:1 2001:0:a00:1::1 2001:10::1 2001:20::1 2001:db8::1 3fff::1 3fff:fff::1 100::1 100:0:0:1::1 fc00::1 fd00::1 fdff:ffff::1 fe80::1 febf::1 fec0::1 feff::1 ff02::1 ff05::1 ff0e::1
	:: ::1 ::2 ::ffff:127.0.0.1 5f00::1 4000::1 8000::1 e000::1 1::1 200::1 fe80::1%eth0 ::1%lo fd00:ec2::254%eth0 64:ff9b::a9fe:a9fe%eth0 2002:a9fe:a9fe::%eth0 2001:db8::1%eth0 ff02::1%eth0 fec0::1%eth0`)

func TestNoAddressThatIsNotPublicIsAllowed(t *testing.T) {
	t.Parallel()
	for _, written := range notPublicAddresses {
		for _, encrypted := range []bool{true, false} {
			require.False(t, Dialer{}.allows(netip.MustParseAddr(written), encrypted), written)
		}
	}
	for _, written := range []string{"93.184.215.14", "1.1.1.1", "8.8.8.8", "168.63.129.17", "172.32.0.1", "172.15.255.255", "100.63.255.255", "100.128.0.1", "169.253.1.1", "2606:4700::1111", "2a00:1450:4001::1", "2400:cb00::1", "2001:4860:4860::8888", "2003::1"} {
		require.True(t, Dialer{}.allows(netip.MustParseAddr(written), true), written)
		require.False(t, Dialer{}.allows(netip.MustParseAddr(written), false), "%s without TLS", written)
	}
}

// inside is a listener that counts who reaches it.
type inside struct {
	net.Listener
	port    int
	reached atomic.Int64
}

func newInside(t *testing.T) *inside {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", ":0")
	require.NoError(t, err)
	in := &inside{Listener: listener, port: listener.Addr().(*net.TCPAddr).Port}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			in.reached.Add(1)
			_ = conn.Close()
		}
	}()
	return in
}

// at writes the listener's port into an address, where it has a place for it.
func (in *inside) at(pattern string) string {
	if strings.Contains(pattern, "%d") || strings.Contains(pattern, "%[1]d") {
		return fmt.Sprintf(pattern, in.port)
	}
	return pattern
}

// newHouse is a server at 127.0.0.5, which a dialer may be allowed to reach while the rest of this machine is closed to it.
func newHouse(t *testing.T, answer http.HandlerFunc) *httptest.Server {
	t.Helper()
	house := httptest.NewUnstartedServer(answer)
	at, err := net.Listen("tcp", "127.0.0.5:0") //nolint:noctx // a listener of the test
	require.NoError(t, err)
	require.NoError(t, house.Listener.Close())
	house.Listener = at
	house.Start()
	t.Cleanup(house.Close)
	return house
}

func TestNoDisguiseReachesThisMachine(t *testing.T) {
	t.Parallel()
	in := newInside(t)
	client := &http.Client{Transport: Dialer{resolver: newNames(t).resolver()}.Transport(), Timeout: 5 * time.Second}
	tried := 0
	for _, disguise := range disguises {
		for _, scheme := range []string{"http://", "https://", "HTTPS://"} {
			tried++
			refuses(t, client, scheme+in.at(disguise))
		}
	}
	for _, nothing := range notAddresses {
		tried++
		refuses(t, client, in.at(nothing))
	}
	require.Zero(t, in.reached.Load())
	require.GreaterOrEqual(t, tried, 250)
}

func refuses(t *testing.T, client *http.Client, address string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		return // names nothing
	}
	answer, err := client.Do(request)
	if err == nil {
		_ = answer.Body.Close()
	}
	require.Error(t, err, address)
}

// Every vendor is opened with what the guarded dialer makes: none has a way around it.
func TestNoVendorGoesAroundTheDialer(t *testing.T) {
	t.Parallel()
	in, names := newInside(t), newNames(t)
	for _, vendor := range Vendors {
		ways := map[string]Dialer{"": {}, "with": {Private: prefixes("127.0.0.0/8")}}
		for name, dialer := range ways {
			dialer.resolver = names.resolver()
			before := in.reached.Load()
			for _, disguise := range []string{"http://127.0.0.1:%d", "https://127.0.0.1:%d", "https://[::ffff:127.0.0.1]:%d", "https://2130706433:%d", "https://rebinds.example:%d", "https://localhost:%d", "https://127.0.0.1:%d/path", "https://u:p@127.0.0.1:%d", "https://127.0.0.1:%d?x=y"} {
				credentials := map[string]string{}
				for _, setting := range vendor.Settings {
					if !setting.Optional {
						credentials[setting.Name] = plausible(setting.Name)
					}
				}
				system, err := vendor.Open(integration.Connection{BaseURL: in.at(disguise), Credentials: credentials, HTTP: &http.Client{Transport: dialer.Transport(), Timeout: 2 * time.Second}})
				if err != nil {
					require.NotEqual(t, "http://127.0.0.1:%d", disguise, "%s: %v", vendor.Kind, err)
					continue
				}
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				require.Error(t, system.Check(ctx), "%s at %s", vendor.Kind, disguise)
				cancel()
			}
			if name == "" {
				require.Equal(t, before, in.reached.Load(), vendor.Kind)
			} else {
				require.Greater(t, in.reached.Load(), before, "%s: the test sees what it looks for", vendor.Kind)
			}
		}
	}
}

// plausible is a value that passes what a vendor looks at before it asks anybody.
func plausible(setting string) string {
	switch setting {
	case "account_sid":
		return "AC" + strings.Repeat("0", 32)
	case "email", "user_name", "username":
		return "desk@bluepeak.example"
	}
	return strings.Repeat("abc", 10)
}

// A name that points to a harmless address when it is looked at first, and to this machine later, is judged each time that a connection is made.
func TestANameThatChangesIsJudgedEachTime(t *testing.T) {
	t.Parallel()
	in, names := newInside(t), newNames(t)
	house := newHouse(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	dialer := Dialer{Private: prefixes("127.0.0.5/32"), resolver: names.resolver()}
	client := &http.Client{Transport: dialer.Transport(), Timeout: 5 * time.Second}
	address := "http://turns.example:" + house.URL[strings.LastIndex(house.URL, ":")+1:]
	names.say("turns.example", "127.0.0.5")
	answer, err := client.Get(address) //nolint:noctx // a client with a limit
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	for _, next := range []string{"127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "::1", "::ffff:127.0.0.1", "fd00::1"} {
		names.say("turns.example", next)
		client.CloseIdleConnections()
		fresh := &http.Client{Transport: dialer.Transport(), Timeout: 5 * time.Second}
		_, err := fresh.Get(address) //nolint:noctx // a client with a limit
		require.ErrorIs(t, err, ErrNotPublic, next)
	}
	require.Zero(t, in.reached.Load())
}

// Whoever follows a redirect, follows it through the same dialer.
func TestNoRedirectLeadsInside(t *testing.T) {
	t.Parallel()
	in := newInside(t)
	house := newHouse(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.Query().Get("to"))
		w.WriteHeader(http.StatusTemporaryRedirect)
	})
	client := &http.Client{Transport: Dialer{Private: prefixes("127.0.0.5/32"), resolver: newNames(t).resolver()}.Transport(), Timeout: 5 * time.Second}
	for _, disguise := range disguises {
		for _, scheme := range []string{"http://", "https://"} {
			refuses(t, client, house.URL+"/?to="+url.QueryEscape(scheme+in.at(disguise)))
		}
	}
	require.Zero(t, in.reached.Load())
}

// names is a resolver of an attacker: it answers each name with an address of its choice.
type names struct {
	conn net.PacketConn
	mu   sync.Mutex
	said map[string]string
}

func newNames(t *testing.T) *names {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0") //nolint:noctx // a listener of the test
	require.NoError(t, err)
	n := &names{conn: conn, said: map[string]string{"six.example": "::1", "mapped.example": "::ffff:127.0.0.1", "both.example": "10.0.0.1"}}
	t.Cleanup(func() { _ = conn.Close() })
	go n.answer()
	return n
}

func (n *names) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", n.conn.LocalAddr().String())
	}}
}

func (n *names) say(name, address string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.said[name] = address
}

func (n *names) answer() {
	packet := make([]byte, 1500)
	for {
		size, from, err := n.conn.ReadFrom(packet)
		if err != nil {
			return
		}
		var question dnsmessage.Message
		if question.Unpack(packet[:size]) != nil || len(question.Questions) != 1 {
			continue
		}
		if said, err := n.reply(question); err == nil {
			_, _ = n.conn.WriteTo(said, from)
		}
	}
}

func (n *names) reply(question dnsmessage.Message) ([]byte, error) {
	asked := question.Questions[0]
	n.mu.Lock()
	address, known := n.said[strings.TrimSuffix(strings.ToLower(asked.Name.String()), ".")]
	n.mu.Unlock()
	if !known {
		address = "127.0.0.1"
	}
	at := netip.MustParseAddr(address)
	reply := dnsmessage.Message{Header: dnsmessage.Header{ID: question.ID, Response: true, RecursionAvailable: true}, Questions: question.Questions}
	header := dnsmessage.ResourceHeader{Name: asked.Name, Class: dnsmessage.ClassINET}
	switch {
	case asked.Type == dnsmessage.TypeA && at.Is4():
		reply.Answers = append(reply.Answers, dnsmessage.Resource{Header: header, Body: &dnsmessage.AResource{A: at.As4()}})
	case asked.Type == dnsmessage.TypeAAAA && at.Is6():
		reply.Answers = append(reply.Answers, dnsmessage.Resource{Header: header, Body: &dnsmessage.AAAAResource{AAAA: at.As16()}})
	}
	return reply.Pack()
}
