#!/bin/sh
# Brings Temporal's two databases to the schema of this release. Safe to run on every start: what is there already is left alone.
set -eu

for schema in temporal visibility; do
  database=temporal
  [ "$schema" = visibility ] && database=temporal_visibility
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema --schema-name "postgresql/v12/$schema"
done
