//go:build countersign_clock

package worker

import (
	"context"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/workflow"

	"countersign/core/clock"
)

const (
	// signalClock tells a run how far the clock is ahead.
	signalClock = "clock-ahead"
	// clockTick is the pace at which runs are told of a clock that moved.
	clockTick = 200 * time.Millisecond
)

// clockInterceptors put the time of workflows ahead. Timers of a run that is told of a later time are armed again with what is left of them.
func clockInterceptors() []interceptor.WorkerInterceptor {
	return []interceptor.WorkerInterceptor{&clockInterceptor{}}
}

type clockInterceptor struct {
	interceptor.WorkerInterceptorBase
}

func (*clockInterceptor) InterceptWorkflow(_ workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	return &clockedRun{WorkflowInboundInterceptorBase: interceptor.WorkflowInboundInterceptorBase{Next: next}}
}

// clockedRun is one run. Its offset stands in history: a side effect reads it at the start, signals raise it later.
type clockedRun struct {
	interceptor.WorkflowInboundInterceptorBase
	ahead time.Duration
}

func (r *clockedRun) Init(outbound interceptor.WorkflowOutboundInterceptor) error {
	return r.Next.Init(&clockedCalls{WorkflowOutboundInterceptorBase: interceptor.WorkflowOutboundInterceptorBase{Next: outbound}, run: r})
}

func (r *clockedRun) ExecuteWorkflow(ctx workflow.Context, in *interceptor.ExecuteWorkflowInput) (any, error) {
	var ahead time.Duration
	if err := workflow.SideEffect(ctx, func(workflow.Context) any { return clock.Ahead() }).Get(&ahead); err != nil {
		return nil, err
	}
	r.ahead = max(r.ahead, ahead)
	workflow.GoNamed(ctx, signalClock, func(ctx workflow.Context) {
		for later := workflow.GetSignalChannel(ctx, signalClock); later.Receive(ctx, &ahead); {
			r.ahead = max(r.ahead, ahead)
		}
	})
	return r.Next.ExecuteWorkflow(ctx, in)
}

// clockedCalls are what a run asks of Temporal.
type clockedCalls struct {
	interceptor.WorkflowOutboundInterceptorBase
	run *clockedRun
}

func (c *clockedCalls) Now(ctx workflow.Context) time.Time { return c.Next.Now(ctx).Add(c.run.ahead) }

func (c *clockedCalls) NewTimer(ctx workflow.Context, d time.Duration) workflow.Future {
	return c.NewTimerWithOptions(ctx, d, workflow.TimerOptions{})
}

func (c *clockedCalls) NewTimerWithOptions(ctx workflow.Context, d time.Duration, options workflow.TimerOptions) workflow.Future {
	if d <= 0 {
		return c.Next.NewTimerWithOptions(ctx, d, options)
	}
	due := c.Now(ctx).Add(d)
	future, settle := workflow.NewFuture(ctx)
	workflow.Go(ctx, func(ctx workflow.Context) {
		settle.Set(nil, c.waitUntil(ctx, due, options))
	})
	return future
}

// waitUntil blocks until the run's time is due, however it gets there. A cancelled context ends it with the SDK's CanceledError.
func (c *clockedCalls) waitUntil(ctx workflow.Context, due time.Time, options workflow.TimerOptions) error {
	for {
		left := due.Sub(c.Now(ctx))
		if left <= 0 {
			return nil
		}
		armed, disarm := workflow.WithCancel(ctx)
		before, timer := c.run.ahead, c.Next.NewTimerWithOptions(armed, left, options)
		err := workflow.Await(ctx, func() bool { return timer.IsReady() || c.run.ahead != before })
		if timer.IsReady() {
			return timer.Get(ctx, nil)
		}
		disarm()
		if err != nil {
			return err
		}
	}
}

func (c *clockedCalls) Sleep(ctx workflow.Context, d time.Duration) error {
	return c.NewTimer(ctx, d).Get(ctx, nil)
}

func (c *clockedCalls) AwaitWithTimeout(ctx workflow.Context, timeout time.Duration, condition func() bool) (bool, error) {
	return c.AwaitWithOptions(ctx, workflow.AwaitOptions{Timeout: timeout}, condition)
}

func (c *clockedCalls) AwaitWithOptions(ctx workflow.Context, options workflow.AwaitOptions, condition func() bool) (bool, error) {
	timed, stop := workflow.WithCancel(ctx)
	defer stop()
	timer := c.NewTimerWithOptions(timed, options.Timeout, options.TimerOptions)
	met := false
	err := workflow.Await(ctx, func() bool {
		met = condition()
		return met || timer.IsReady()
	})
	return met, err
}

// FollowClock signals every open run whenever the clock was put ahead, until ctx ends. A run that starts meanwhile may be missing from the list for a moment,
// so the list is read again and again, and each run is told of an offset once.
func FollowClock(ctx context.Context, t client.Client) {
	began := clock.Ahead()
	told := map[string]time.Duration{} // by run
	tick := time.NewTicker(clockTick)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if ahead := clock.Ahead(); ahead > began {
			tellOpenRuns(ctx, t, ahead, told)
		}
	}
}

// tellOpenRuns signals the open runs that do not know of an offset. What fails is tried again at the next tick.
func tellOpenRuns(ctx context.Context, t client.Client, ahead time.Duration, told map[string]time.Duration) {
	var page []byte
	for {
		open, err := t.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{Query: `ExecutionStatus = "Running" AND TemporalNamespaceDivision IS NULL`, NextPageToken: page})
		if err != nil {
			return
		}
		for _, one := range open.GetExecutions() {
			run := one.GetExecution()
			if told[run.GetRunId()] == ahead {
				continue
			}
			if err := t.SignalWorkflow(ctx, run.GetWorkflowId(), run.GetRunId(), signalClock, ahead); err == nil {
				told[run.GetRunId()] = ahead
			}
		}
		if page = open.GetNextPageToken(); len(page) == 0 {
			return
		}
	}
}
