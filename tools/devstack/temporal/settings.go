package temporal

import "go.temporal.io/server/common/dynamicconfig"

// settings are the switches the product needs, the same as in
// deploy/temporal/dynamicconfig.yaml, and a few that only fit a one-process
// development cluster.
func settings() dynamicconfig.StaticClient {
	return dynamicconfig.StaticClient{
		// Tenants share queues fairly and interactive work goes before bulk.
		dynamicconfig.MatchingEnableFairness.Key(): true,
		dynamicconfig.MatchingUseNewMatcher.Key():  true,

		// Development only: a search attribute that `countersign migrate` has just
		// added is known at once, and one partition a queue spares the hop between
		// partitions that a single process gains nothing from.
		dynamicconfig.ForceSearchAttributesCacheRefreshOnRead.Key(): true,
		dynamicconfig.MatchingNumTaskqueueReadPartitions.Key():      1,
		dynamicconfig.MatchingNumTaskqueueWritePartitions.Key():     1,
	}
}
