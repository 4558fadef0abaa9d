// Package stories tells the product's stories end to end: real binaries, real Postgres, real Temporal, providers that refuse as the vendors do.
package stories

import (
	"testing"

	"countersign/tests/harness"
)

var stack *harness.Stack

func TestMain(m *testing.M) { harness.Main(m, &stack) }
