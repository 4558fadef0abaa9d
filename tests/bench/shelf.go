package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	chance "math/rand/v2"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/core/keys"
	"countersign/store"
	peoplestore "countersign/store/people"
)

// shelf is a database of its own with one MSP's people, and two ways in. Both run the store's own statements as the product's role; for open,
// every table's name leads to a view that its owner, whom no policy concerns, limits to the tenant by an ordinary condition.
type shelf struct {
	admin, name string
	tenant      uuid.UUID
	company     uuid.UUID // one of the client companies
	owner       *pgx.Conn
	walled      *store.Store
	open        *store.Store
}

// openSchema holds the views.
const openSchema = "without_wall"

func newShelf(ctx context.Context, ownerURL, loginURL string, ring *keys.Ring) (*shelf, error) {
	s := &shelf{admin: ownerURL, name: "bench_" + strings.ToLower(rand.Text()[:12]), tenant: store.NewID()}
	if err := execute(ctx, ownerURL, "CREATE DATABASE "+s.name); err != nil {
		return nil, err
	}
	err := s.prepare(ctx, ownerURL, loginURL, ring)
	if err != nil {
		s.close(ctx)
		return nil, err
	}
	return s, nil
}

func (s *shelf) prepare(ctx context.Context, ownerURL, loginURL string, ring *keys.Ring) error {
	owner, err := inDatabase(ownerURL, s.name, "")
	if err != nil {
		return err
	}
	if err := store.Migrate(ctx, owner); err != nil {
		return err
	}
	if s.owner, err = pgx.Connect(ctx, owner); err != nil {
		return err
	}
	if err := s.addViews(ctx); err != nil {
		return err
	}
	for _, way := range []struct {
		store     **store.Store
		schemas   string
		itsPeople string
	}{{&s.walled, "", "public.contacts"}, {&s.open, openSchema + ",public", openSchema + ".contacts"}} {
		login, err := inDatabase(loginURL, s.name, way.schemas)
		if err != nil {
			return err
		}
		if *way.store, err = store.Open(ctx, login, ring); err != nil {
			return err
		}
		if err := reads(ctx, *way.store, way.itsPeople); err != nil {
			return err
		}
	}
	_, err = s.walled.Exec(ctx, `SELECT door.create_tenant($1, $2, $3)`, s.tenant, "bench", "Bench") // without people, policy or integrations
	return err
}

// reads makes sure that a way leads where it should: two ways to the same tables would compare a thing with itself.
func reads(ctx context.Context, s *store.Store, table string) error {
	return s.WithoutTenant(ctx, func(ctx context.Context, tx store.Tx) error {
		var right bool
		if err := tx.QueryRow(ctx, `SELECT 'contacts'::regclass = $1::text::regclass`, table).Scan(&right); err != nil {
			return err
		}
		if !right {
			return fmt.Errorf("this way does not lead to %s", table)
		}
		return nil
	})
}

// addViews makes the views of open. A view reads as its owner; only a superuser's is free of forced row security.
func (s *shelf) addViews(ctx context.Context) error {
	var super bool
	if err := s.owner.QueryRow(ctx, `SELECT rolsuper FROM pg_roles WHERE rolname = current_user`).Scan(&super); err != nil {
		return err
	}
	if !super {
		return errors.New("the database's owner is no superuser: there is no way around row security to compare with")
	}
	_, err := s.owner.Exec(ctx, fmt.Sprintf(`
CREATE SCHEMA %[1]s;
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relforcerowsecurity LOOP
    EXECUTE format('CREATE VIEW %[1]s.%%I AS SELECT * FROM public.%%I WHERE tenant_id = public.current_tenant()', t, t);
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA %[1]s TO countersign_app;
GRANT SELECT ON ALL TABLES IN SCHEMA %[1]s TO countersign_app;`, openSchema))
	return err
}

// fillBatch is how many people one transaction adds.
const fillBatch = 2000

// fill adds people and lets Postgres learn about them. Indexes of terms, some thirty rows a person, are made after the rows.
func (s *shelf) fill(ctx context.Context, random *chance.Rand, people int) error {
	companies, err := s.addCompanies(ctx, max(1, people/perCompany))
	if err != nil {
		return err
	}
	s.company = companies[0]
	restore, err := s.dropTermIndexes(ctx)
	if err != nil {
		return err
	}
	if err := s.addPeople(ctx, crowd(random, people, companies)); err != nil {
		return err
	}
	for _, sql := range append(restore, "VACUUM ANALYZE") {
		if _, err := s.owner.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

// fillers work side by side: one seals and hashes while the database takes the other's rows.
const fillers = 2

func (s *shelf) addPeople(ctx context.Context, all []peoplestore.NewContact) error {
	batches := make(chan []peoplestore.NewContact, len(all)/fillBatch+1)
	for batch := range slices.Chunk(all, fillBatch) {
		batches <- batch
	}
	close(batches)
	failed := make(chan error, fillers)
	for range fillers {
		go func() {
			var err error
			for batch := range batches {
				err = errors.Join(err, s.walled.InTenant(ctx, s.tenant, func(ctx context.Context, tx store.Tx) error {
					_, err := peoplestore.ImportContacts(ctx, tx, batch)
					return err
				}))
			}
			failed <- err
		}()
	}
	var err error
	for range fillers {
		err = errors.Join(err, <-failed)
	}
	return err
}

func (s *shelf) addCompanies(ctx context.Context, n int) ([]uuid.UUID, error) {
	companies := make([]uuid.UUID, n)
	return companies, s.walled.InTenant(ctx, s.tenant, func(ctx context.Context, tx store.Tx) error {
		for i := range companies {
			c, err := peoplestore.CreateCompany(ctx, tx, fmt.Sprintf("%s %d", companyNames[i%len(companyNames)], i), "US")
			if err != nil {
				return err
			}
			companies[i] = c.ID
		}
		return nil
	})
}

// dropTermIndexes drops keys and indexes of contact_terms and returns the statements that bring back exactly what was there.
func (s *shelf) dropTermIndexes(ctx context.Context) (restore []string, err error) {
	rows, err := s.owner.Query(ctx, `
SELECT format('ALTER TABLE contact_terms DROP CONSTRAINT %I', conname), format('ALTER TABLE contact_terms ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = 'contact_terms'::regclass AND contype IN ('p', 'u', 'f')
UNION ALL
SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index i WHERE indrelid = 'contact_terms'::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid)`)
	if err != nil {
		return nil, err
	}
	type change struct{ Drop, Restore string }
	changes, err := pgx.CollectRows(rows, pgx.RowToStructByPos[change])
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		if _, err := s.owner.Exec(ctx, c.Drop); err != nil {
			return nil, err
		}
		restore = append(restore, c.Restore)
	}
	return restore, nil
}

func (s *shelf) close(ctx context.Context) {
	for _, way := range []*store.Store{s.walled, s.open} {
		if way != nil {
			way.Close()
		}
	}
	if s.owner != nil {
		_ = s.owner.Close(ctx)
	}
	_ = execute(ctx, s.admin, "DROP DATABASE IF EXISTS "+s.name+" WITH (FORCE)") // the whole stack goes away after it
}

// inDatabase is the same login in another database, with a search path of its own unless it is empty.
func inDatabase(address, database, schemas string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", errors.New("the stack's database address cannot be read")
	}
	u.Path = "/" + database
	if schemas != "" {
		query := u.Query()
		query.Set("search_path", schemas)
		u.RawQuery = query.Encode()
	}
	return u.String(), nil
}

// execute runs one statement outside a transaction.
func execute(ctx context.Context, address, sql string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}
