package connect

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyPublicAddressesAreReached(t *testing.T) {
	t.Parallel()
	open, house := Dialer{}, Dialer{Private: prefixes("10.4.0.0/24")}
	for address, public := range map[string]bool{
		"93.184.215.14": true, "2606:2800:21f:cb07:6820:80da:af6b:8b2c": true,
		"127.0.0.1": false, "::1": false, "10.4.0.7": false, "172.16.3.4": false, "192.168.1.1": false, "169.254.169.254": false, "fe80::1": false, "fd00:ec2::254": false,
		"0.0.0.0": false, "100.64.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "192.0.2.1": false, "198.18.0.1": false, "240.0.0.1": false,
		"::ffff:127.0.0.1": false, "::ffff:169.254.169.254": false, "64:ff9b::a9fe:a9fe": false, "2002:7f00:1::": false, "2001:0:7f00:1::": false,
	} {
		at := netip.MustParseAddr(address)
		require.Equal(t, public, open.allows(at, true), address)
		require.False(t, open.allows(at, false), "%s without TLS", address)
	}
	require.True(t, house.allows(netip.MustParseAddr("10.4.0.7"), false), "the operator's own house")
	require.False(t, house.allows(netip.MustParseAddr("10.4.1.7"), true))
}

// A name is judged by what it comes to when the connection is made, so an address that changes in between gains nothing.
func TestANameIsJudgedByItsAddress(t *testing.T) {
	t.Parallel()
	reached := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	t.Cleanup(inside.Close)
	client := &http.Client{Transport: Dialer{}.Transport()}
	for _, address := range []string{inside.URL, "http://localhost:" + inside.URL[len("http://127.0.0.1:"):], "https://localhost:1/"} {
		_, err := client.Get(address)
		require.ErrorIs(t, err, ErrNotPublic, address)
	}
	require.False(t, reached)
	allowed := &http.Client{Transport: Dialer{Private: prefixes("127.0.0.0/8")}.Transport()}
	answer, err := allowed.Get(inside.URL)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.True(t, reached)
}
