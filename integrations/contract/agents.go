package contract

import (
	"github.com/stretchr/testify/require"

	"countersign/core/directory"
)

// agentsSuite lists who works at the vendor.
var agentsSuite = suite{"agents", []story{
	{"agents are read", agentsAreRead},
}}

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
