package contract

import (
	"slices"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
)

// agentsSuite lists who works at the vendor.
var agentsSuite = suite{"agents", []story{
	{"agents are read", agentsAreRead},
}}

// agent is one who may have worked; "", our own member, where the agents cannot be read.
func (b *bench) agent() string {
	b.Helper()
	roster, ok := b.desk.(directory.AgentLister)
	if !ok {
		return ""
	}
	agents, err := roster.Agents(b.soon())
	require.NoError(b, err)
	at := slices.IndexFunc(agents, func(one directory.Agent) bool { return one.Active })
	require.GreaterOrEqual(b, at, 0, "there is an active agent")
	return agents[at].ID
}

func agentsAreRead(b *bench) {
	roster := needs[directory.AgentLister](b)
	agents, err := roster.Agents(b.soon())
	require.NoError(b, err)
	require.NotEmpty(b, agents)
	seen := map[string]bool{}
	for _, one := range agents {
		require.NotEmpty(b, one.ID)
		require.NotEmpty(b, one.Name)
		require.False(b, seen[one.ID], one.ID)
		seen[one.ID] = true
	}
}
