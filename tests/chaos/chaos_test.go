// Package chaos kills every process of the product, at any moment, while help desks verify callers. Nothing may be lost and nothing sent twice.
package chaos

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

// desks is how many calls go on at once.
const desks = 12

// setting reads a number from the environment.
func setting(t *testing.T, name string, standard int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return standard
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, name)
	return n
}

// TestNoKillLosesOrDoublesAnything is the product's own arm. COUNTERSIGN_KILLS and COUNTERSIGN_SEED make it longer and repeat it.
func TestNoKillLosesOrDoublesAnything(t *testing.T) {
	kills, seed := setting(t, "COUNTERSIGN_KILLS", 30), setting(t, "COUNTERSIGN_SEED", 1)
	stack, err := harness.Start()
	require.NoError(t, err)
	defer stack.Stop()
	outcome := storm(t, stack, kills, uint64(seed), []string{"worker", "api", "temporal", "postgres"})
	t.Logf("%d kills (seed %d), %d verifications, %d messages, %d doubled, %d unfinished", kills, seed, outcome.verified.Load(), outcome.messages, len(outcome.doubled), len(outcome.unfinished))
	require.Empty(t, outcome.doubled, "messages sent twice")
	require.Empty(t, outcome.unfinished, "verifications that did not end")
	require.Greater(t, int(outcome.verified.Load()), kills/2, "the storm must meet traffic")
	guessesOutliveKills(t, stack)
	stack.NoViolations(t)
}

// guessesOutliveKills: a crash of worker and API gives no fresh attempts.
func guessesOutliveKills(t *testing.T, stack *harness.Stack) {
	t.Helper()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	right := ana.ReadsSMS(1)
	wrong := right[1:] + string('0'+(right[0]-'0'+1)%10)
	for left := 4; left >= 0; left-- {
		require.Equal(t, left, call.Check(wrong).AttemptsRemaining)
		kill(t, stack, []string{"worker", "api"}[left%2])
	}
	require.Equal(t, "denied", call.Now().Status)
	require.Equal(t, "too_many_attempts", call.TryCheck(right).Code(t))
}

// TestWithoutTheLedgerMessagesAreDoubled is the control arm: the same storm against a worker built without the ledger. If it doubled nothing,
// the test above would prove nothing.
func TestWithoutTheLedgerMessagesAreDoubled(t *testing.T) {
	control := filepath.Join(os.Getenv("COUNTERSIGN_BIN"), "without-ledger")
	if _, err := os.Stat(filepath.Join(control, "countersign")); err != nil {
		t.Fatalf("the control arm is not built (%v); run `make build-control`", err)
	}
	stack, err := harness.StartWith(control)
	require.NoError(t, err)
	defer stack.Stop()
	outcome := storm(t, stack, setting(t, "COUNTERSIGN_CONTROL_KILLS", 8), 1, []string{"worker"})
	t.Logf("%d verifications, %d messages, %d doubled", outcome.verified.Load(), outcome.messages, len(outcome.doubled))
	require.NotEmpty(t, outcome.doubled, "without a ledger a killed worker doubles messages; if it does not, this test has no power")
}

type outcome struct {
	verified   atomic.Int64
	messages   int
	doubled    []string
	unfinished []string
}

// storm lets desks verify callers while processes are killed, then counts what reached the phones.
func storm(t *testing.T, stack *harness.Stack, kills int, seed uint64, victims []string) *outcome {
	t.Helper()
	desk := stack.Desk(t)
	desk.Policy(map[string]any{"code_minutes": 10, "sends_per_number": 20})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	result := &outcome{}
	var lock sync.Mutex
	var phones []string
	var calls sync.WaitGroup
	for range desks {
		calls.Go(func() {
			for ctx.Err() == nil {
				phone, err := verifyThroughEverything(desk)
				lock.Lock()
				phones = append(phones, phone)
				if err != nil {
					result.unfinished = append(result.unfinished, err.Error())
				}
				lock.Unlock()
				result.verified.Add(1)
			}
		})
	}
	killer := rand.New(rand.NewPCG(seed, seed))
	for n := range kills {
		victim := victims[killer.IntN(len(victims))]
		awaitTraffic(ctx, &result.verified)
		// The provider takes some messages and answers late: a process that dies meanwhile knows nothing of what it sent.
		stack.Fault(t, "twilio", "slow", "", desks/3)
		waitMoment(ctx, time.Duration(200+killer.IntN(1300))*time.Millisecond)
		t.Logf("kill %d: %s", n+1, victim)
		kill(t, stack, victim)
	}
	stop()
	calls.Wait()
	for _, phone := range phones {
		seen := map[string]bool{}
		for _, message := range stack.Messages(t, phone) {
			result.messages++
			if seen[message.Body] {
				result.doubled = append(result.doubled, message.ID)
			}
			seen[message.Body] = true
		}
	}
	return result
}

const (
	// flowsBetween is how many verifications end between two kills, so that kills meet traffic and not each other.
	flowsBetween = 4
	// flowsWithin bounds the wait for them.
	flowsWithin = 10 * time.Second
)

// awaitTraffic waits until the desks get on with their work.
func awaitTraffic(ctx context.Context, verified *atomic.Int64) {
	enough, deadline := verified.Load()+flowsBetween, time.Now().Add(flowsWithin)
	for verified.Load() < enough && time.Now().Before(deadline) && ctx.Err() == nil {
		waitMoment(ctx, 20*time.Millisecond)
	}
}

// waitMoment lets the seeded schedule pass; it is the storm's rhythm, not a wait for something to happen.
func waitMoment(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// kill ends a process with SIGKILL and waits until its supervisor has brought the product back.
func kill(t *testing.T, stack *harness.Stack, victim string) {
	t.Helper()
	strike(t, stack, victim)()
}

// strike ends a process with SIGKILL; what it returns waits until its supervisor has brought the product back.
func strike(t *testing.T, stack *harness.Stack, victim string) (awaitBack func()) {
	t.Helper()
	require.NoError(t, stack.Reload())
	pid := stack.PIDs[victim]
	require.Positive(t, pid, victim)
	require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
	return func() {
		t.Helper()
		require.Eventually(t, func() bool {
			return stack.Reload() == nil && stack.PIDs[victim] != pid && stack.PIDs[victim] > 0 && stack.Ready()
		}, 2*time.Minute, 50*time.Millisecond, "%s did not come back", victim)
	}
}
