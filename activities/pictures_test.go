package activities_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/conversation"
	"countersign/core/message"
	"countersign/core/provider"
)

// album holds the picture of one message.
type album struct {
	conversation.Recorder
	picture conversation.Picture
}

func (a *album) Pictures(context.Context, uuid.UUID, uuid.UUID) ([]conversation.Picture, error) {
	return []conversation.Picture{a.picture}, nil
}

func (a *album) SetPictures(_ context.Context, _, _ uuid.UUID, pictures []conversation.Picture) error {
	a.picture = pictures[0]
	return nil
}

// shelf fails the first times that a file is asked for.
type shelf struct {
	fails error
	times int
	asked int
}

func (s *shelf) Fetch(context.Context, string, int64) (string, []byte, error) {
	if s.asked++; s.asked <= s.times {
		return "", nil, s.fails
	}
	return "image/png", []byte("\x89PNG\r\n\x1a\n"), nil
}

func TestAPictureThatIsNotThereYetIsAskedForAgain(t *testing.T) {
	t.Parallel()
	absent := errors.Join(message.ErrAbsent, failing(provider.Refused))
	for name, c := range map[string]struct {
		fails    error
		times    int
		accepted bool
		asked    int
	}{
		"there at once":               {accepted: true, asked: 1},
		"there a moment later":        {fails: absent, times: 2, accepted: true, asked: 3},
		"there within a minute":       {fails: absent, times: 6, accepted: true, asked: 7},
		"gone":                        {fails: absent, times: 100, asked: 7},
		"refused for good":            {fails: failing(provider.Refused), times: 1, asked: 1},
		"the carrier is away a while": {fails: failing(provider.Unavailable), times: 5, accepted: true, asked: 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept, from := &album{}, &shelf{fails: c.fails, times: c.times}
			subject := &activities.Conversations{Recorder: kept, Media: func(context.Context, uuid.UUID, uuid.UUID) (message.MediaFetcher, error) { return from, nil }}
			var suite testsuite.WorkflowTestSuite
			env := suite.NewTestWorkflowEnvironment()
			env.RegisterActivityWithOptions(subject.JudgePictures, activity.RegisterOptions{Name: activities.ConversationJudgePictures})
			env.ExecuteWorkflow(func(ctx workflow.Context) error {
				ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
					ScheduleToCloseTimeout: 5 * time.Minute, StartToCloseTimeout: time.Minute,
					RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second},
				})
				return workflow.ExecuteActivity(ctx, activities.ConversationJudgePictures, uuid.New(), uuid.New()).Get(ctx, nil)
			})
			require.NoError(t, env.GetWorkflowError())
			require.NotNil(t, kept.picture.Accepted)
			require.Equal(t, c.accepted, *kept.picture.Accepted)
			require.Equal(t, c.asked, from.asked)
		})
	}
}
