package workflows

import (
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// runInDatabase runs an activity of our own database by its name: within the workflow task, and repeatedly while the database is away.
func runInDatabase(ctx workflow.Context, result any, activity string, args ...any) error {
	err := workflow.ExecuteLocalActivity(localOptions(ctx), activity, args...).Get(ctx, result)
	if err == nil || temporal.IsCanceledError(err) {
		return err
	}
	return workflow.ExecuteActivity(inDatabase.on(ctx), activity, args...).Get(ctx, result)
}
