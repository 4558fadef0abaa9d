package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/message"
	"countersign/integrations/twilio"
)

// asSandbox makes this test binary the sandbox itself, so that it can be killed as the real process is.
const asSandbox = "SANDBOX_UNDER_TEST"

func TestMain(m *testing.M) {
	if os.Getenv(asSandbox) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

const (
	accountSID = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	authToken  = "0123456789abcdef"
)

// start runs a sandbox on a folder and waits until it answers.
func start(t *testing.T, address, folder string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asSandbox+"=1", "SANDBOX_LISTEN="+address, "SANDBOX_DATA="+folder,
		"SANDBOX_TWILIO_ACCOUNT_SID="+accountSID, "SANDBOX_TWILIO_AUTH_TOKEN="+authToken, "SANDBOX_SENDGRID_API_KEY=SG.x.y")
	cmd.Stderr = os.Stderr
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	require.Eventually(t, func() bool {
		resp, err := http.Get("http://" + address + "/healthz")
		if err != nil {
			return false
		}
		_ = resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	}, 20*time.Second, 20*time.Millisecond)
	return cmd
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().String()
}

// TestWhatWasAnsweredForSurvivesAKill kills the sandbox while many send, and looks for every message that was answered for.
func TestWhatWasAnsweredForSurvivesAKill(t *testing.T) {
	t.Parallel()
	address, folder := freeAddress(t), t.TempDir()
	running := start(t, address, folder)
	client, err := twilio.New(twilio.Config{BaseURL: "http://" + address + "/twilio", AccountSID: accountSID, AuthToken: authToken})
	require.NoError(t, err)

	var taken sync.Map
	var count sync.WaitGroup
	enough := make(chan struct{}, 1)
	for range 8 {
		count.Go(func() {
			for i := 0; ; i++ {
				receipt, err := twilio.SMS{Client: client}.Send(context.Background(), message.Outbound{To: "+12025550134", From: "+12025550100", Text: "x"})
				if err != nil {
					return // the sandbox is gone
				}
				taken.Store(receipt.ProviderID, true)
				if i == 50 {
					select {
					case enough <- struct{}{}:
					default:
					}
				}
			}
		})
	}
	<-enough
	require.NoError(t, running.Process.Kill())
	_ = running.Wait()
	count.Wait()

	again := start(t, address, folder)
	resp, err := http.Get("http://" + address + "/_sandbox/messages?limit=1000000")
	require.NoError(t, err)
	defer resp.Body.Close()
	var list struct {
		Items []struct{ ID string }
	}
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&list))
	kept := map[string]bool{}
	for _, item := range list.Items {
		kept[item.ID] = true
	}
	answered := 0
	taken.Range(func(id, _ any) bool {
		answered++
		require.True(t, kept[id.(string)], "%s was answered for and is gone", id)
		return true
	})
	require.Greater(t, answered, 50)

	require.NoError(t, again.Process.Signal(syscall.SIGTERM))
	require.NoError(t, again.Wait(), "a polite end is no failure")
}

func TestItSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(os.Args[0])
	cmd.Env = []string{asSandbox + "=1"}
	said, err := cmd.CombinedOutput()
	require.Error(t, err)
	for _, name := range []string{"SANDBOX_DATA", "SANDBOX_TWILIO_ACCOUNT_SID", "SANDBOX_TWILIO_AUTH_TOKEN", "SANDBOX_SENDGRID_API_KEY"} {
		require.Contains(t, string(said), name, fmt.Sprint(strings.TrimSpace(string(said))))
	}
}
