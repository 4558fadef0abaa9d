package storetest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/clock"
)

// TLSServer is a Postgres of its own that takes connections over TLS only.
type TLSServer struct {
	URL     string // of the superuser, without any sslmode
	CA      string // the file of the authority that its certificate for 127.0.0.1 is signed by
	OtherCA string // the file of another one
}

// NewTLS starts a Postgres that lives as long as the test.
func NewTLS(t testing.TB) TLSServer {
	t.Helper()
	dir, owner, err := folder()
	require.NoError(t, err)
	server := TLSServer{CA: filepath.Join(dir, "ca.crt"), OtherCA: filepath.Join(dir, "other.crt")}
	certificate, key := selfSigned(t)
	other, _ := selfSigned(t)
	files := map[string][]byte{
		server.CA: certificate, server.OtherCA: other, filepath.Join(dir, "server.crt"): certificate, filepath.Join(dir, "server.key"): key,
		filepath.Join(dir, "hba"): []byte("local all all trust\nhostssl all all 127.0.0.1/32 trust\n"),
	}
	for path, body := range files {
		require.NoError(t, os.WriteFile(path, body, 0o600))
		if owner != nil {
			require.NoError(t, os.Chown(path, int(owner.Uid), int(owner.Gid)))
		}
	}
	port := freePort(t)
	hold, err := watch(dir, owner, "-c", "listen_addresses=127.0.0.1", "-c", fmt.Sprintf("port=%d", port), "-c", "ssl=on",
		"-c", "ssl_cert_file="+filepath.Join(dir, "server.crt"), "-c", "ssl_key_file="+filepath.Join(dir, "server.key"), "-c", "hba_file="+filepath.Join(dir, "hba"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = hold.Close() })
	local := url.URL{Scheme: "postgres", Path: "/postgres", RawQuery: url.Values{"host": {dir}, "port": {fmt.Sprint(port)}, "user": {"postgres"}}.Encode()}
	require.NoError(t, ready(&local, dir))
	server.URL = fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres", port)
	return server
}

func freePort(t testing.TB) int {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// selfSigned is a certificate for 127.0.0.1 that is its own authority, and its key, in PEM.
func selfSigned(t testing.TB) (certificate, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Tests"}, NotBefore: clock.Now().Add(-time.Hour), NotAfter: clock.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})
}
