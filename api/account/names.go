package account

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/actor"
	"countersign/core/lookalike"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
)

// freeName refuses a name that somebody else of the MSP or another key has, or that looks like theirs: records name people and keys.
func freeName(ctx context.Context, tx store.Tx, name string, self uuid.UUID) error {
	taken, err := account.NameTaken(ctx, tx, name, self)
	if err == nil && taken {
		err = problem.Invalid(problem.ValidationFailed, problem.Field{Field: "name", Message: "Somebody here, or an API key, has this name or one that looks like it. Choose another."})
	}
	return err
}

// readPersonsName refuses a person's name that reads as an API key's in records.
func readPersonsName(name string) error {
	if strings.HasPrefix(lookalike.Fold(name), lookalike.Fold(actor.KeyPrefix)) {
		return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "name", Message: "This reads as the name of an API key. Choose another."})
	}
	return nil
}

// freeNewName is freeName for a person's change: a name that stays is not looked at.
func freeNewName(ctx context.Context, tx store.Tx, before, after account.UserRow) error {
	if before.Name == after.Name {
		return nil
	}
	if err := readPersonsName(after.Name); err != nil {
		return err
	}
	return freeName(ctx, tx, after.Name, after.ID)
}

// nameInvited names a person who was invited without a name by their whole address where its first part is taken.
func nameInvited(ctx context.Context, tx store.Tx, person *account.NewUser, asked gen.NewUser) error {
	if strings.TrimSpace(respond.Value(asked.Name)) != "" {
		return nil
	}
	taken, err := account.NameTaken(ctx, tx, person.Name, person.ID)
	if taken {
		person.Name = person.Email
	}
	return err
}
