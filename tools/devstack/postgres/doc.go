// Package postgres keeps a private Postgres server: it finds or fetches the
// binaries, makes the cluster, and says how the server is run. It listens on the
// loopback only and knows no password but the generated one.
package postgres
