package api

import (
	"context"
	"errors"

	"countersign/api/gen"
)

// technicianVerifications is being built.
type technicianVerifications struct{ Deps }

func newTechnicianVerifications(d Deps) technicianVerifications { return technicianVerifications{d} }

func (h technicianVerifications) ListTechnicianVerifications(context.Context, gen.ListTechnicianVerificationsRequestObject) (gen.ListTechnicianVerificationsResponseObject, error) {
	return nil, errors.New("not built")
}

func (h technicianVerifications) GetTechnicianVerification(context.Context, gen.GetTechnicianVerificationRequestObject) (gen.GetTechnicianVerificationResponseObject, error) {
	return nil, errors.New("not built")
}

func (h technicianVerifications) GetTechnicianVerificationCode(context.Context, gen.GetTechnicianVerificationCodeRequestObject) (gen.GetTechnicianVerificationCodeResponseObject, error) {
	return nil, errors.New("not built")
}

func (h technicianVerifications) ClaimTechnicianVerification(context.Context, gen.ClaimTechnicianVerificationRequestObject) (gen.ClaimTechnicianVerificationResponseObject, error) {
	return nil, errors.New("not built")
}

func (h technicianVerifications) ConfirmTechnicianVerificationVerbally(context.Context, gen.ConfirmTechnicianVerificationVerballyRequestObject) (gen.ConfirmTechnicianVerificationVerballyResponseObject, error) {
	return nil, errors.New("not built")
}

func (h technicianVerifications) DenyTechnicianVerification(context.Context, gen.DenyTechnicianVerificationRequestObject) (gen.DenyTechnicianVerificationResponseObject, error) {
	return nil, errors.New("not built")
}

func (h technicianVerifications) ApproveTechnicianVerificationNote(context.Context, gen.ApproveTechnicianVerificationNoteRequestObject) (gen.ApproveTechnicianVerificationNoteResponseObject, error) {
	return nil, errors.New("not built")
}
