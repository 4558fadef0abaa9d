package temporal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/durationpb"
)

const (
	namespaceTimeout = 60 * time.Second
	namespacePause   = 200 * time.Millisecond
)

// ensureNamespace creates the namespace when it is missing and returns once the
// cluster serves it: a new one reaches the services' caches with a delay.
func ensureNamespace(ctx context.Context, address, namespace string, retention time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, namespaceTimeout)
	defer cancel()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return fmt.Errorf("dialling Temporal at %s: %w", address, err)
	}
	defer conn.Close()
	frontend := workflowservice.NewWorkflowServiceClient(conn)

	for {
		err := registerAndUse(ctx, frontend, namespace, retention)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("namespace %s is not served: %w", namespace, err)
		case <-time.After(namespacePause):
		}
	}
}

func registerAndUse(ctx context.Context, frontend workflowservice.WorkflowServiceClient, namespace string, retention time.Duration) error {
	_, err := frontend.RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace:                        namespace,
		Description:                      "Countersign: verifications, escalations, syncs",
		WorkflowExecutionRetentionPeriod: durationpb.New(retention),
	})
	var exists *serviceerror.NamespaceAlreadyExists
	if err = serviceError(err); err != nil && !errors.As(err, &exists) {
		return err
	}
	// A count goes through the namespace cache and the visibility store, so its
	// answer says that workflows can be started and found.
	_, err = frontend.CountWorkflowExecutions(ctx, &workflowservice.CountWorkflowExecutionsRequest{Namespace: namespace})
	return serviceError(err)
}

// serviceError names the server's error type, which plain gRPC hides in a status.
func serviceError(err error) error {
	if err == nil {
		return nil
	}
	return serviceerror.FromStatus(serviceerror.ToStatus(err))
}
