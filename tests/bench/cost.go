package main

import (
	"context"
	"errors"
	"fmt"

	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"

	"countersign/tests/harness"
)

// cost is what one send and one check leave in Temporal.
type cost struct {
	Actions int  `json:"billable_actions"`
	Events  int  `json:"history_events"`
	Tasks   int  `json:"workflow_tasks"`
	Eager   bool `json:"eager_start"` // the first task came with the answer to the start
}

// sameTimes is how many histories must agree. Now and then a task is split in two by chance, the more often the busier the machine is.
const sameTimes = 3

// measureCost counts in real histories.
func measureCost(ctx context.Context, b *bench, serve product) (map[string]cost, error) {
	b.phones.reading = settledReading
	defer func() { b.phones.reading = 0 }()
	costs := map[string]cost{}
	for _, d := range []design{b.product, serve, b.bare, b.naive} {
		seen := map[cost]int{}
		for i := 0; seen[costs[d.name()]] < sameTimes; i++ {
			one, err := costOf(ctx, b, d, b.people[len(b.people)-1-i%len(b.people)])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", d.name(), err)
			}
			seen[one]++
			costs[d.name()] = one
		}
	}
	if !costs[serve.name()].Eager {
		return nil, errors.New("serve did not start eagerly: its first task made a round trip of its own")
	}
	return costs, nil
}

func costOf(ctx context.Context, b *bench, d design, p *person) (cost, error) {
	passed, err := d.verify(ctx, p)
	if err != nil {
		return cost{}, err
	}
	history := &historypb.History{}
	events := b.temporal.GetWorkflowHistory(ctx, d.workflow(p, passed), "", true, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		event, err := events.Next()
		if err != nil {
			return cost{}, err
		}
		history.Events = append(history.Events, event)
	}
	return count(history), nil
}

func count(history *historypb.History) cost {
	c := cost{Actions: harness.BillableActions(history), Events: len(history.Events)}
	for _, event := range history.Events {
		switch event.EventType {
		case enumspb.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
			c.Tasks++
		case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
			c.Eager = event.GetWorkflowExecutionStartedEventAttributes().GetEagerExecutionAccepted()
		}
	}
	return c
}
