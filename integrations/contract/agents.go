package contract

import (
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
)

// agentsSuite lists who works at the vendor, and when.
var agentsSuite = suite{"agents", []story{
	{"agents and their schedule are read", agentsAreRead},
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
	schedule, ok := b.desk.(directory.ScheduleReader)
	if !ok {
		b.Logf("%s has no schedule", b.vendor.Name)
		return
	}
	from, until := time.Now().Add(-240*time.Hour), time.Now().Add(240*time.Hour)
	entries, err := schedule.Entries(b.soon(), from, until)
	require.NoError(b, err)
	for i, one := range entries {
		require.True(b, seen[one.AgentID], "an entry without an agent")
		require.True(b, one.Start.Before(until) && one.End.After(from))
		require.True(b, i == 0 || !one.Start.Before(entries[i-1].Start), "by start")
	}
}
