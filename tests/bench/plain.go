package main

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// plainInput is what both plain designs begin with. The code travels in it, sealed like every payload.
type plainInput struct {
	ID     string `json:"id"`
	To     string `json:"to"`
	Code   string `json:"code"`
	Digest string `json:"digest"`
}

// plainLife is how long a plain verification may take.
const plainLife = 5 * time.Minute

// plainKey is of this run only.
var plainKey = []byte(rand.Text())

func plainDigest(id, code string) string {
	mac := hmac.New(sha256.New, plainKey)
	mac.Write([]byte(id + code))
	return hex.EncodeToString(mac.Sum(nil))
}

func newPlainInput(to string) (plainInput, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return plainInput{}, err
	}
	in := plainInput{ID: uuid.NewString(), To: to, Code: fmt.Sprintf("%06d", n)}
	in.Digest = plainDigest(in.ID, in.Code)
	return in, nil
}

func (in plainInput) text() string {
	return "Your code is " + in.Code + ". Read it to the technician on the phone."
}

// plainly is how activities of the plain designs run: scheduled, repeated by Temporal.
func plainly(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: 20 * time.Second, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 3}})
}

// starts begins a plain design's workflow. The worker of a plain design is in this process, with the SDK's own defaults.
func starts(ctx context.Context, c client.Client, queue, name string, in plainInput) (passage, error) {
	passed := passage{id: in.ID, asked: time.Now()}
	_, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: queue + "/" + in.ID, TaskQueue: queue, WorkflowRunTimeout: plainLife}, name, in)
	passed.durable = time.Now()
	return passed, err
}

func works(c client.Client, queue string, register func(worker.Registry)) (stop func(), err error) {
	w := worker.New(c, queue, worker.Options{})
	register(w)
	if err := w.Start(); err != nil {
		return nil, err
	}
	return w.Stop, nil
}
