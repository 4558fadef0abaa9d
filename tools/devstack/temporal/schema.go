package temporal

import (
	"fmt"

	"go.temporal.io/server/common/log"
	"go.temporal.io/server/tools/common/schema"
	"go.temporal.io/server/tools/sql"
)

// embeddedSchema is the path of the Postgres schema inside the server module.
const embeddedSchema = "postgresql/v12/"

// migrate brings both databases, which must exist, to the schema of the server
// that is compiled in. It may be run again at any time.
func migrate(databaseURL string, logger log.Logger) error {
	for database, name := range map[string]string{
		MainDatabase:       embeddedSchema + "temporal",
		VisibilityDatabase: embeddedSchema + "visibility",
	} {
		if err := migrateDatabase(databaseURL, database, name, logger); err != nil {
			return fmt.Errorf("schema of database %s: %w", database, err)
		}
	}
	return nil
}

func migrateDatabase(databaseURL, database, schemaName string, logger log.Logger) error {
	cfg, err := store(databaseURL, database, 1)
	if err != nil {
		return err
	}
	db, err := sql.NewConnection(cfg, logger)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ReadSchemaVersion(); err != nil {
		// No version table yet: start the count at zero and let the update apply
		// every version, the same way temporal-sql-tool does.
		setup := &schema.SetupConfig{InitialVersion: "0.0"}
		if err := schema.NewSetupSchemaTask(db, setup, logger).Run(); err != nil {
			return err
		}
	}
	return schema.NewUpdateSchemaTask(db, &schema.UpdateConfig{SchemaName: schemaName}, logger).Run()
}
