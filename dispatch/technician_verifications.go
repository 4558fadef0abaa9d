package dispatch

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"countersign/core/problem"
	"countersign/core/technician"
	"countersign/workflows"
)

// SignalTechnicianVerification starts the run of the number or address that asked, or tells the running one of a message; uuid.Nil names none.
// It may be repeated.
func (d *Dispatcher) SignalTechnicianVerification(ctx context.Context, tenant uuid.UUID, pointIndex []byte, verification, message uuid.UUID) error {
	options := technicianVerificationStart.options(workflows.TechnicianVerificationID(tenant, pointIndex), tenant)
	in := workflows.TechnicianVerificationInput{Tenant: tenant, TechnicianVerification: verification}
	_, err := d.temporal.SignalWithStartWorkflow(ctx, options.ID, workflows.SignalMessage, workflows.MessageSignal{Message: message}, options, workflows.TechnicianVerificationName, in)
	return err
}

// UpdateTechnicianVerification sends an update to the run of a number or address and waits for its answer. A repeated idempotency key makes the same update.
// A technician verification is on the screen as soon as its row is, so a run that is only beginning, or ending, is waited for: when there is none, ended reads
// the row, and answers nil while it is open and otherwise the error to return. problem.Closing means that there was no run for too long, problem.Unavailable
// that it does not answer.
func (d *Dispatcher) UpdateTechnicianVerification(ctx context.Context, tenant uuid.UUID, pointIndex []byte, name, idempotency string, request any, ended func(context.Context) error) (technician.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, updateTimeout)
	defer cancel()
	options := updateOptions(workflows.TechnicianVerificationID(tenant, pointIndex), "", name, idempotency, request)
	for range closingTries {
		answer, err := update[technician.Answer](ctx, d.temporal, options)
		if !errors.Is(err, ErrGone) {
			return answer, err
		}
		if err := ended(ctx); err != nil {
			return technician.Answer{}, err
		}
		if err := sleep(ctx, closingPause); err != nil {
			return technician.Answer{}, err
		}
	}
	return technician.Answer{}, problem.Later(problem.Closing, busyPause)
}
