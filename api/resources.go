package api

import (
	"context"
	"errors"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/core/problem"
	"countersign/store"
	"countersign/store/db"
)

// loaded holds the rows that the ids of a path name. Every one of them belongs to the actor's tenant, and to a company the actor may see.
type loaded struct {
	company      db.Company
	contact      db.Contact
	verification db.Verification
	user         db.User
	apiKey       db.APIKey
}

type loadedKey struct{}

func loadedOf(ctx context.Context) loaded {
	rows, _ := ctx.Value(loadedKey{}).(loaded)
	return rows
}

// CompanyOf returns the company that the path names.
func CompanyOf(ctx context.Context) db.Company { return loadedOf(ctx).company }

// ContactOf returns the contact that the path names; it is not erased.
func ContactOf(ctx context.Context) db.Contact { return loadedOf(ctx).contact }

// VerificationOf returns the verification that the path names.
func VerificationOf(ctx context.Context) db.Verification { return loadedOf(ctx).verification }

// APIKeyOf returns the API key that the path names.
func APIKeyOf(ctx context.Context) db.APIKey { return loadedOf(ctx).apiKey }

// errUnseen is what somebody hears about a row that is not theirs to see: the same as about one that does not exist.
var errUnseen = problem.New(problem.NotFound, "")

func (g *gate) loadResources(c *gin.Context, op operation) error {
	if len(op.resources) == 0 {
		return nil
	}
	ctx := c.Request.Context()
	actor := ActorOf(ctx)
	var rows loaded
	err := g.Store.Tenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		for _, kind := range op.resources {
			id, err := uuid.Parse(c.Param(resourceParams[kind]))
			if err != nil {
				return errUnseen
			}
			if err := rows.load(ctx, tx, actor, kind, id); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return errUnseen
	}
	if err != nil {
		return err
	}
	c.Request = c.Request.WithContext(context.WithValue(ctx, loadedKey{}, rows))
	return nil
}

func (rows *loaded) load(ctx context.Context, tx store.Tx, actor Actor, kind string, id uuid.UUID) (err error) {
	switch kind {
	case "company":
		rows.company, err = tx.ResourceCompany(ctx, id)
		return seen(actor, rows.company.ID, err)
	case "contact":
		rows.contact, err = tx.ResourceContact(ctx, id)
		return seen(actor, rows.contact.CompanyID, err)
	case "verification":
		rows.verification, err = tx.ResourceVerification(ctx, id)
		return seen(actor, rows.verification.CompanyID, err)
	case "user":
		rows.user, err = tx.GetUser(ctx, id)
		return err
	case "api-key":
		rows.apiKey, err = tx.GetAPIKey(ctx, id)
		return err
	}
	return errors.New("api: nothing loads a " + kind)
}

func seen(actor Actor, company uuid.UUID, err error) error {
	if err == nil && !actor.Sees(company) {
		return errUnseen
	}
	return err
}
