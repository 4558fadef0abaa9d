package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/tools/devstack/ports"
)

func environment(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { v, ok := values[name]; return v, ok }
}

func TestFlagsWinOverABaseAndABaseOverTheEnvironment(t *testing.T) {
	t.Parallel()
	env := environment(map[string]string{"COUNTERSIGN_DEV_API_PORT": "9090"})

	o, err := stackOptions(nil, "/opt/bin/devstack", env)
	require.NoError(t, err)
	require.Equal(t, 9090, o.Ports.API)
	require.Equal(t, ports.Defaults().Worker, o.Ports.Worker)
	require.Equal(t, ".countersign", o.State)
	require.Equal(t, "/opt/bin", o.Bin)

	o, err = stackOptions([]string{"--port-base", "21000", "--temporal-ui-port", "9999"}, "/opt/bin/devstack", env)
	require.NoError(t, err)
	want := ports.From(21000)
	want.TemporalUI = 9999
	require.Equal(t, want, o.Ports)
}

func TestPartsAreSeparatedByCommas(t *testing.T) {
	t.Parallel()
	o, err := stackOptions([]string{"--without", "api,worker", "--quiet"}, "/devstack", environment(nil))
	require.NoError(t, err)
	require.Equal(t, []string{"api", "worker"}, o.Without)
	require.True(t, o.Quiet)
	_, err = stackOptions([]string{"api"}, "/devstack", environment(nil))
	require.EqualError(t, err, "unexpected argument api")
}
