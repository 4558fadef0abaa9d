package main

import (
	"countersign/core/keys"
	"countersign/tests/harness"
)

type bench struct {
	stack *harness.Stack
	ring  *keys.Ring
	seed  uint64
	quick bool
}

func main() {}
