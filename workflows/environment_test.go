package workflows_test

import (
	"go.temporal.io/sdk/testsuite"

	"countersign/activities"
)

// environment is a test environment in which every activity is registered, as in a worker. A test says with OnActivity what those it needs do.
func environment() *testsuite.TestWorkflowEnvironment {
	env := bareEnvironment()
	activities.Register(env, activities.All{})
	return env
}

// bareEnvironment has no activities: a test that runs real ones registers its own.
func bareEnvironment() *testsuite.TestWorkflowEnvironment {
	var suite testsuite.WorkflowTestSuite
	suite.SetDisableRegistrationAliasing(true)
	return suite.NewTestWorkflowEnvironment()
}
