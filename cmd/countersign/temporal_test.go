package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"countersign/core/keys"
)

// frontend is a Temporal that says hello to clients that have proven themselves.
type frontend struct {
	workflowservice.UnimplementedWorkflowServiceServer
	apiKey string // "": asks for none
}

func (f frontend) GetSystemInfo(ctx context.Context, _ *workflowservice.GetSystemInfoRequest) (*workflowservice.GetSystemInfoResponse, error) {
	said, _ := metadata.FromIncomingContext(ctx)
	if given := said.Get("authorization"); f.apiKey != "" && (len(given) != 1 || given[0] != "Bearer "+f.apiKey) {
		return nil, status.Error(codes.Unauthenticated, "who are you?")
	}
	return &workflowservice.GetSystemInfoResponse{Capabilities: &workflowservice.GetSystemInfoResponse_Capabilities{}}, nil
}

// pair is a certificate for a name that is its own authority, with its files.
type pair struct{ cert, key string }

func newPair(t *testing.T, name string) pair {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{name}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	p := pair{filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")}
	require.NoError(t, os.WriteFile(p.cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}), 0o600))
	require.NoError(t, os.WriteFile(p.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), 0o600))
	return p
}

// serveTemporal serves over TLS; clients, if there are any, are the authority of the certificates that it asks for.
func serveTemporal(t *testing.T, own pair, clients *pair, apiKey string) (address string) {
	t.Helper()
	certificate, err := tls.LoadX509KeyPair(own.cert, own.key)
	require.NoError(t, err)
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	if clients != nil {
		raw, err := os.ReadFile(clients.cert)
		require.NoError(t, err)
		config.ClientCAs, config.ClientAuth = x509.NewCertPool(), tls.RequireAndVerifyClientCert
		require.True(t, config.ClientCAs.AppendCertsFromPEM(raw))
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer(grpc.Creds(credentials.NewTLS(config)))
	workflowservice.RegisterWorkflowServiceServer(server, frontend{apiKey: apiKey})
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return listener.Addr().String()
}

func TestTemporalIsReachedOverTLS(t *testing.T) {
	t.Parallel()
	own, mine, strange := newPair(t, "temporal.internal"), newPair(t, "countersign"), newPair(t, "temporal.internal")
	open, guarded, keyed := serveTemporal(t, own, nil, ""), serveTemporal(t, own, &mine, ""), serveTemporal(t, own, nil, "secret")
	for name, c := range map[string]struct {
		config config
		ok     bool
	}{
		"by authority and name":       {config{TemporalAddress: open, TemporalCAFile: own.cert, TemporalServerName: "temporal.internal"}, true},
		"another name":                {config{TemporalAddress: open, TemporalCAFile: own.cert}, false},
		"another authority":           {config{TemporalAddress: open, TemporalCAFile: strange.cert, TemporalServerName: "temporal.internal"}, false},
		"the system's authorities":    {config{TemporalAddress: open, TemporalTLS: true, TemporalServerName: "temporal.internal"}, false},
		"in clear":                    {config{TemporalAddress: open}, false},
		"our own certificate":         {config{TemporalAddress: guarded, TemporalCAFile: own.cert, TemporalServerName: "temporal.internal", TemporalCertFile: mine.cert, TemporalKeyFile: mine.key}, true},
		"no certificate of ours":      {config{TemporalAddress: guarded, TemporalCAFile: own.cert, TemporalServerName: "temporal.internal"}, false},
		"a certificate without a key": {config{TemporalAddress: guarded, TemporalCAFile: own.cert, TemporalCertFile: mine.cert}, false},
		"a file that is not there":    {config{TemporalAddress: open, TemporalCAFile: own.cert + "x"}, false},
		"an API key":                  {config{TemporalAddress: keyed, TemporalCAFile: own.cert, TemporalServerName: "temporal.internal", TemporalAPIKey: "secret"}, true},
		"another API key":             {config{TemporalAddress: keyed, TemporalCAFile: own.cert, TemporalServerName: "temporal.internal", TemporalAPIKey: "guess"}, false},
		"no API key":                  {config{TemporalAddress: keyed, TemporalCAFile: own.cert, TemporalServerName: "temporal.internal"}, false},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		client, err := c.config.dial(ctx, keys.Generate(), slog.New(slog.DiscardHandler))
		cancel()
		require.Equal(t, c.ok, err == nil, "%s: %v", name, err)
		if err == nil {
			client.Close()
		}
	}
}

func TestWhichTemporalIsSpokenToInClear(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		config config
		clear  bool
	}{
		{config{TemporalAddress: "127.0.0.1:7233"}, false},
		{config{TemporalAddress: "localhost:7233"}, false},
		{config{TemporalAddress: "[::1]:7233"}, false},
		{config{TemporalAddress: "temporal:7233"}, true},
		{config{TemporalAddress: "10.0.0.7:7233"}, true},
		{config{TemporalAddress: "dns:///temporal.internal:7233"}, true},
		{config{TemporalAddress: "temporal:7233", TemporalTLS: true}, false},
		{config{TemporalAddress: "temporal:7233", TemporalCAFile: "ca.pem"}, false},
		{config{TemporalAddress: "temporal:7233", TemporalAPIKey: "k"}, false},
	} {
		require.Equal(t, c.clear, c.config.temporalInClear(), "%+v", c.config)
	}
}
