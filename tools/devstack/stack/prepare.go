package stack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"countersign/tools/devstack/children"
	"countersign/tools/devstack/postgres"
)

const preparationWithin = 3 * time.Minute

// prepare brings schema, keys and demo data up to date. Each step may be run on
// every start.
func (r *run) prepare(ctx context.Context, place site, secrets Secrets) (seeded, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, preparationWithin, errors.New("preparing the data took longer than "+preparationWithin.String()))
	defer cancel()
	if !r.with("migrate") {
		return seeded{}, nil
	}
	began := time.Now()
	if err := r.keys(ctx, place); err != nil {
		return seeded{}, err
	}
	env := place.preparing(secrets)
	if err := children.Finish(ctx, r.service("migrate", r.program("countersign"), env, "migrate")); err != nil {
		return seeded{}, err
	}
	if err := postgres.EnsureLogin(ctx, place.ownerURL, apiRole, secrets.DatabaseAPIPassword, "countersign_app"); err != nil {
		return seeded{}, err
	}
	r.say(fmt.Sprintf("%-9s ready in %.1f s", "schema", time.Since(began).Seconds()))
	if !r.with("seed") {
		return seeded{}, nil
	}
	began = time.Now()
	text, err := children.Output(ctx, r.service("seed", r.program("countersign"), env, "seed", "--json"))
	if err != nil {
		return seeded{}, err
	}
	var seed seeded
	if err := json.Unmarshal(text, &seed); err != nil {
		return seeded{}, fmt.Errorf("countersign seed --json printed something else than JSON: %w", err)
	}
	r.say(fmt.Sprintf("%-9s ready in %.1f s", "demo data", time.Since(began).Seconds()))
	return seed, nil
}

// keys makes the key ring once. It is never made anew while data exists that was
// sealed with it.
func (r *run) keys(ctx context.Context, place site) error {
	_, err := os.Stat(place.keysFile)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return children.Finish(ctx, r.service("keys", r.program("countersign"), nil, "keys", "generate", "--out", place.keysFile))
}
