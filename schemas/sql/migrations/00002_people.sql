-- +goose Up
CREATE TABLE users (
  tenant_id      uuid NOT NULL REFERENCES tenants,
  id             uuid NOT NULL,
  name           text NOT NULL,
  email_sealed   bytea NOT NULL,
  email_index    bytea NOT NULL,
  role           text NOT NULL CHECK (role IN ('admin', 'technician')),
  use_mfa        boolean NOT NULL,
  allow_ui       boolean NOT NULL,
  limited        boolean NOT NULL DEFAULT false, -- true: sees only user_companies
  status         text NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
  password_hash  text,
  totp_sealed    bytea,
  totp_confirmed boolean NOT NULL DEFAULT false,
  totp_last_step bigint NOT NULL DEFAULT 0, -- RFC 6238 5.2: a time step is good once
  notify_email   boolean NOT NULL DEFAULT true,
  notify_sms     boolean NOT NULL DEFAULT false,
  created_at     timestamptz NOT NULL DEFAULT now(),
  last_seen_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, email_index)
);
CREATE INDEX users_by_email ON users (email_index); -- sign-in knows no tenant yet

CREATE TABLE user_companies (
  tenant_id  uuid NOT NULL,
  user_id    uuid NOT NULL,
  company_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, user_id, company_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE recovery_codes (
  tenant_id uuid NOT NULL,
  user_id   uuid NOT NULL,
  code_hash bytea NOT NULL, -- keyed
  PRIMARY KEY (tenant_id, user_id, code_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

-- One-time tokens of invitations, set-up links and password resets; 256 random bits, so a plain SHA-256 suffices.
CREATE TABLE password_tokens (
  tenant_id  uuid NOT NULL,
  token_hash bytea NOT NULL,
  user_id    uuid NOT NULL,
  purpose    text NOT NULL CHECK (purpose IN ('invitation', 'reset', 'setup')),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX password_tokens_by_hash ON password_tokens (token_hash);

-- Everything that signs a person in: console cookies, sign-ins that wait for TOTP, pod codes, pod refresh cookies, pod bearers.
CREATE TABLE sessions (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  user_id      uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('console', 'totp', 'pod_code', 'pod_refresh', 'pod_bearer')),
  token_hash   bytea NOT NULL,
  challenge    text,  -- pod_code: the pod's S256 challenge
  tries        integer NOT NULL DEFAULT 0,
  enrol_only   boolean NOT NULL DEFAULT false, -- true until a required authenticator is set up
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sessions_by_token ON sessions (token_hash);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE api_keys (
  tenant_id    uuid NOT NULL REFERENCES tenants,
  id           uuid NOT NULL,
  name         text NOT NULL,
  prefix       text NOT NULL, -- the first characters, to recognise a key by
  secret_hash  bytea NOT NULL, -- SHA-256 of 256 random bits
  scopes       text[] NOT NULL,
  user_id      uuid, -- acts as this person, else speaks as "API key NAME"
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, secret_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
CREATE INDEX api_keys_by_secret ON api_keys (secret_hash);

-- Throttled sign-ins: by keyed hash of the address tried, and of the network it came from. No tenant is known yet.
CREATE TABLE sign_in_failures (
  key   bytea PRIMARY KEY,
  times timestamptz[] NOT NULL
);

-- Platform accounts outside tenants: only they decode histories.
CREATE TABLE operators (
  id            uuid PRIMARY KEY,
  name          text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE operator_sessions (
  token_hash  bytea PRIMARY KEY,
  operator_id uuid NOT NULL REFERENCES operators,
  expires_at  timestamptz NOT NULL
);
CREATE TABLE operator_audit (
  id          uuid PRIMARY KEY,
  at          timestamptz NOT NULL DEFAULT now(),
  operator    text NOT NULL,
  action      text NOT NULL,
  details     jsonb NOT NULL DEFAULT '{}'
);

CREATE TABLE idempotency_keys (
  tenant_id       uuid NOT NULL REFERENCES tenants,
  actor_id        uuid NOT NULL,
  key_hash        bytea NOT NULL, -- keyed
  fingerprint     bytea NOT NULL, -- keyed: a plain hash of six digits is no secret
  status          integer,        -- null while the first request is running
  response_sealed bytea,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, actor_id, key_hash)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- +goose Down
SELECT 'forward only';
