package ports_test

import (
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/tools/devstack/ports"
)

func TestDefaultAndShiftedPlansAreValid(t *testing.T) {
	t.Parallel()
	defaults := ports.Defaults()
	require.NoError(t, defaults.Validate())
	shifted := ports.From(21000)
	require.NoError(t, shifted.Validate())
	require.Equal(t, ports.Plan{API: 21000, Worker: 21001, Sandbox: 21002, Temporal: 21003, TemporalUI: 21004, Postgres: 21005}, shifted)
}

func TestEveryPortHasItsOwnVariable(t *testing.T) {
	t.Parallel()
	for i, want := range []string{
		"COUNTERSIGN_DEV_API_PORT", "COUNTERSIGN_DEV_WORKER_PORT", "COUNTERSIGN_DEV_SANDBOX_PORT",
		"COUNTERSIGN_DEV_TEMPORAL_PORT", "COUNTERSIGN_DEV_TEMPORAL_UI_PORT", "COUNTERSIGN_DEV_POSTGRES_PORT",
	} {
		plan := ports.Defaults()
		require.NoError(t, plan.Override(func(name string) (string, bool) { return "1234", name == want }))
		for j, port := range plan.List() {
			require.Equal(t, i == j, *port.Number == 1234, "%s after %s", port.Name, want)
		}
	}
}

func TestOverrideRefusesWhatIsNoNumber(t *testing.T) {
	t.Parallel()
	plan := ports.Defaults()
	err := plan.Override(func(name string) (string, bool) { return "http", name == "COUNTERSIGN_DEV_API_PORT" })
	require.EqualError(t, err, `COUNTERSIGN_DEV_API_PORT="http" is not a port number`)
}

func TestValidateNamesBothOwnersOfOnePort(t *testing.T) {
	t.Parallel()
	plan := ports.Defaults()
	plan.Worker = plan.API
	require.EqualError(t, plan.Validate(), "port 8080 is given to both the API and the worker; move one with --worker-port")
	plan.Worker = 70000
	require.ErrorContains(t, plan.Validate(), "is not between 1 and 65535")
}

func TestCheckFreeSaysWhichPortAndHowToMoveIt(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	taken := l.Addr().(*net.TCPAddr).Port

	plan := ports.From(23000)
	plan.Sandbox = taken
	only := map[string]bool{"api-port": true, "worker-port": true, "temporal-port": true, "temporal-ui-port": true, "postgres-port": true}
	err = plan.CheckFree(only)
	require.ErrorIs(t, err, ports.ErrTaken)
	require.ErrorContains(t, err, "wanted for the sandbox")
	require.ErrorContains(t, err, "--sandbox-port N or COUNTERSIGN_DEV_SANDBOX_PORT=N")

	only["sandbox-port"] = true
	require.NoError(t, plan.CheckFree(only))
}
