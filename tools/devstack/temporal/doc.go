// Package temporal runs a whole Temporal cluster (server, Web UI, schema and
// namespace) inside the calling process, with everything it knows in Postgres.
//
// It is a development cluster: one process, loopback only, no TLS. The
// production shape is docker-compose.yml.
package temporal
