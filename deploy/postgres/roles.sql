-- The logins of an installation, made or corrected on every start. Passwords come from the environment and are never written down here.
\getenv api_password API_PASSWORD
\getenv temporal_password TEMPORAL_PASSWORD

-- Failed statements would otherwise be logged with the password they set.
SET log_min_error_statement = panic;

-- The product's login owns nothing: it may do what the migrations grant to countersign_app, under row-level security.
SELECT 'CREATE ROLE countersign_app NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'countersign_app') \gexec
SELECT 'CREATE ROLE countersign_api' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'countersign_api') \gexec
ALTER ROLE countersign_api LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'api_password';
GRANT countersign_app TO countersign_api;

-- Temporal's login owns Temporal's databases and cannot even open the product's.
SELECT 'CREATE ROLE temporal' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'temporal') \gexec
ALTER ROLE temporal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'temporal_password';
SELECT format('CREATE DATABASE %I OWNER temporal', name) FROM unnest(ARRAY['temporal', 'temporal_visibility']) AS name
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name) \gexec

REVOKE CONNECT, TEMPORARY ON DATABASE countersign, temporal, temporal_visibility FROM PUBLIC;
GRANT CONNECT ON DATABASE countersign TO countersign_api;
