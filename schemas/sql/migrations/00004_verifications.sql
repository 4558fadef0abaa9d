-- +goose Up
-- Immutable versions; the newest of a company counts, else the newest of the MSP (company_id null). revoked: the company went back to the default.
CREATE TABLE policies (
  tenant_id   uuid NOT NULL REFERENCES tenants,
  id          uuid NOT NULL,
  company_id  uuid,
  version     integer NOT NULL CHECK (version > 0),
  body        jsonb NOT NULL,
  hash        text NOT NULL,
  revoked     boolean NOT NULL DEFAULT false,
  created_by  text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id),
  UNIQUE NULLS NOT DISTINCT (tenant_id, company_id, version)
);

CREATE TABLE templates (
  tenant_id   uuid NOT NULL REFERENCES tenants,
  kind        text NOT NULL,
  version     integer NOT NULL CHECK (version > 0),
  body        jsonb, -- null: back to the built-in text
  created_by  text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, kind, version)
);

CREATE TABLE branding (
  tenant_id   uuid NOT NULL REFERENCES tenants,
  version     integer NOT NULL CHECK (version > 0),
  body        jsonb NOT NULL,
  created_by  text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, version)
);

-- Where providers' callbacks knock: /webhooks/{kind}/{id}/...
CREATE TABLE integrations (
  tenant_id  uuid NOT NULL REFERENCES tenants,
  id         uuid NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('twilio', 'sendgrid')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, kind)
);

CREATE TABLE verifications (
  tenant_id         uuid NOT NULL,
  id                uuid NOT NULL,
  contact_id        uuid,          -- null once forgotten
  company_id        uuid NOT NULL,
  status            text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'denied', 'expired', 'cancelled', 'failed')),
  reason            text, -- reason_code of the API
  channel           text NOT NULL, -- of the newest send
  point_id          uuid,          -- null once forgotten
  policy_id         uuid NOT NULL,
  assurance         text NOT NULL,
  ticket_id         text,
  ticket_contact_id uuid,
  note_sealed       bytea,
  leader_kind       text NOT NULL CHECK (leader_kind IN ('user', 'api_key')),
  leader_id         uuid NOT NULL,
  leader_name       text NOT NULL,
  key_id            text NOT NULL, -- the master key that codes, links and digests are derived from
  run_id            text,          -- null until Temporal has it
  attempts          integer NOT NULL DEFAULT 0,
  max_attempts      integer NOT NULL,
  code_length       integer NOT NULL,
  opened_at         timestamptz NOT NULL,
  expires_at        timestamptz NOT NULL,
  ends_at           timestamptz NOT NULL,
  send_again_at     timestamptz,
  closed_at         timestamptz,
  forgotten_at      timestamptz,   -- when who and where were removed, after the MSP's retention
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id),
  FOREIGN KEY (tenant_id, point_id) REFERENCES contact_points (tenant_id, id),
  FOREIGN KEY (tenant_id, policy_id) REFERENCES policies (tenant_id, id)
);
CREATE UNIQUE INDEX verifications_one_open ON verifications (tenant_id, contact_id) WHERE status = 'pending';
CREATE INDEX verifications_by_contact ON verifications (tenant_id, contact_id, opened_at DESC, id DESC);
CREATE INDEX verifications_by_time ON verifications (tenant_id, opened_at DESC, id DESC);
CREATE INDEX verifications_by_status ON verifications (tenant_id, status, opened_at DESC, id DESC);
CREATE INDEX verifications_by_company ON verifications (tenant_id, company_id, opened_at DESC, id DESC);
CREATE INDEX verifications_to_forget ON verifications (tenant_id, closed_at) WHERE forgotten_at IS NULL;
CREATE INDEX verifications_by_point ON verifications (tenant_id, point_id) WHERE status = 'pending';
CREATE INDEX verifications_open ON verifications (opened_at) WHERE status = 'pending'; -- the sweep's

-- The send ledger: a send is claimed here (handed_at) before it is handed over, so that no crash sends it twice.
CREATE TABLE sends (
  tenant_id       uuid NOT NULL,
  verification_id uuid NOT NULL,
  number          integer NOT NULL CHECK (number > 0),
  channel         text NOT NULL,
  point_id        uuid,          -- null once forgotten
  masked          text NOT NULL,
  status          text NOT NULL CHECK (status IN ('claimed', 'unknown', 'accepted', 'sent', 'delivered', 'failed')),
  provider_id     text,
  error_code      text,
  link_hash       bytea,  -- SHA-256 of the link's token, when the way is a link
  expires_at      timestamptz NOT NULL,
  created_at      timestamptz NOT NULL,
  handed_at       timestamptz,   -- when it was last handed to the provider; null: surely not (any more) with the provider
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, verification_id, number),
  FOREIGN KEY (tenant_id, verification_id) REFERENCES verifications (tenant_id, id)
);
CREATE INDEX sends_by_link ON sends (link_hash) WHERE link_hash IS NOT NULL;

-- One row a verdict. update_id makes a repeated local activity harmless.
CREATE TABLE attempts (
  tenant_id       uuid NOT NULL,
  verification_id uuid NOT NULL,
  number          integer NOT NULL CHECK (number > 0),
  update_id       text NOT NULL,
  accepted        boolean NOT NULL,
  at              timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, verification_id, number),
  UNIQUE (tenant_id, verification_id, update_id),
  FOREIGN KEY (tenant_id, verification_id) REFERENCES verifications (tenant_id, id)
);

-- Sliding windows. One row a thing that is limited, locked while it is counted: restarting resets nothing.
CREATE TABLE limits (
  tenant_id uuid NOT NULL REFERENCES tenants,
  scope     text NOT NULL, -- guess:contact | send:number | send:tenant
  key       text NOT NULL,
  times     timestamptz[] NOT NULL,
  PRIMARY KEY (tenant_id, scope, key)
);
CREATE TABLE spending (
  tenant_id uuid NOT NULL REFERENCES tenants,
  day       date NOT NULL,
  cents     numeric(12, 2) NOT NULL,
  PRIMARY KEY (tenant_id, day)
);

-- Deliveries of providers, each once.
CREATE TABLE webhook_events (
  tenant_id   uuid NOT NULL REFERENCES tenants,
  provider    text NOT NULL,
  event_key   text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, provider, event_key)
);
CREATE INDEX webhook_events_by_age ON webhook_events (received_at);

-- Mails to the MSP's own people: invitations, resets, alerts. Sealed until sent, then emptied.
CREATE TABLE notices (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  user_id     uuid NOT NULL,
  kind        text NOT NULL,
  body_sealed bytea,
  created_at  timestamptz NOT NULL DEFAULT now(),
  status      text NOT NULL DEFAULT 'claimed' CHECK (status IN ('claimed', 'unknown', 'accepted', 'sent', 'delivered', 'failed')),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

-- +goose Down
SELECT 'forward only';
