// Package schemas holds the contracts as files: the API, the database, the evidence. It embeds what the binary needs at run time.
package schemas

import "embed"

// Migrations are goose migrations, in order of their numbers, below sql/migrations.
//
//go:embed sql/migrations/*.sql
var Migrations embed.FS

// Evidence is the JSON schema of a signed bundle.
//
//go:embed evidence/envelope.schema.json
var Evidence []byte
