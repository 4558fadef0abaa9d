-- +goose Up
CREATE TABLE contacts (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  company_id  uuid NOT NULL,
  name        text COLLATE "C" NOT NULL,
  sort_name   text COLLATE "C" NOT NULL, -- lower case without accents; lists are ordered by it
  source      text NOT NULL DEFAULT 'manual',
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  erased_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id)
);
CREATE INDEX contacts_by_name ON contacts (tenant_id, sort_name, id) WHERE erased_at IS NULL;
CREATE INDEX contacts_by_company ON contacts (tenant_id, company_id, sort_name, id) WHERE erased_at IS NULL;

-- A number or address on file. Its value is sealed; value_index finds it. A change makes a new row, so a shield never passes to another number.
CREATE TABLE contact_points (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL,
  contact_id      uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('mobile', 'phone', 'email')),
  value_sealed    bytea NOT NULL,
  value_index     bytea NOT NULL,
  masked          text NOT NULL,
  country         text,          -- of a good phone number
  bad_reason      text,          -- why it cannot be used ("not a phone number")
  source          text NOT NULL DEFAULT 'manual',
  created_at      timestamptz NOT NULL DEFAULT now(),
  replaced_at     timestamptz,   -- no longer on file
  verified_at     timestamptz,
  verified_until  timestamptz,
  verified_by     text,
  verified_ticket text,
  verification_id uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id)
);
CREATE UNIQUE INDEX contact_points_current ON contact_points (tenant_id, contact_id, kind) WHERE replaced_at IS NULL;
CREATE INDEX contact_points_by_value ON contact_points (tenant_id, value_index) WHERE replaced_at IS NULL;

-- What the contact list is searched by. kind 'name': words of the name and company in clear, found by prefix; the first one to three letters of each
-- word stand here too ("an*"), so that the shortest and most frequent searches are one range in the order of the list.
-- kinds 'phone' and 'email': keyed hashes (hex) of whole values and of the parts people search by.
CREATE TABLE contact_terms (
  tenant_id  uuid NOT NULL,
  kind       text COLLATE "C" NOT NULL CHECK (kind IN ('name', 'phone', 'email')),
  term       text COLLATE "C" NOT NULL,
  sort_name  text COLLATE "C" NOT NULL,
  contact_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, kind, term, sort_name, contact_id) -- no foreign key: people are erased, never deleted, and the check would be a third of an import
);
CREATE INDEX contact_terms_by_contact ON contact_terms (tenant_id, contact_id, kind, term);

-- Numbers that replied STOP, by index; the number itself is not kept here.
CREATE TABLE opt_outs (
  tenant_id   uuid NOT NULL REFERENCES tenants,
  value_index bytea NOT NULL,
  source      text NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, value_index)
);

-- +goose Down
SELECT 'forward only';
