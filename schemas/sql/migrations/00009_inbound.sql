-- +goose Up
-- Ticket systems are integrations too. Credentials are write-only: sealed here, opened by activities, never shown.
ALTER TABLE integrations DROP CONSTRAINT integrations_kind_check;
ALTER TABLE integrations ADD CONSTRAINT integrations_kind_check CHECK (kind IN ('twilio', 'sendgrid', 'connectwise'));
ALTER TABLE integrations ADD COLUMN name text;
ALTER TABLE integrations ADD COLUMN base_url text;
ALTER TABLE integrations ADD COLUMN credentials_sealed bytea;

-- Consent by SMS, both ways, with the words it came in (sealed): opt_outs holds what counts now, this how it came to be.
CREATE TABLE consents (
  tenant_id   uuid NOT NULL REFERENCES tenants,
  id          uuid NOT NULL,
  value_index bytea NOT NULL,
  masked      text NOT NULL,
  granted     boolean NOT NULL,
  text_sealed bytea,
  message_id  uuid,
  source      text NOT NULL, -- reply | carrier | provider
  at          timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX consents_by_value ON consents (tenant_id, value_index, at DESC);

-- Where clients can write to by SMS, and what becomes of it.
CREATE TABLE sms_channels (
  tenant_id        uuid NOT NULL REFERENCES tenants,
  id               uuid NOT NULL,
  name             text NOT NULL,
  number           text NOT NULL, -- ours, E.164
  integration_id   uuid,          -- the ticket system; null: conversations without tickets
  ticket_defaults  jsonb NOT NULL DEFAULT '{}',
  users_may_start  boolean NOT NULL DEFAULT false,
  confirm_messages boolean NOT NULL DEFAULT false,
  default_company  uuid,          -- whose technicians see a conversation with somebody unknown; null: only people who see every company
  notify_users     uuid[] NOT NULL DEFAULT '{}', -- who is mailed about a new conversation
  created_at       timestamptz NOT NULL,
  archived_at      timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, integration_id) REFERENCES integrations (tenant_id, id),
  FOREIGN KEY (tenant_id, default_company) REFERENCES companies (tenant_id, id)
);
CREATE UNIQUE INDEX sms_channels_by_number ON sms_channels (tenant_id, number) WHERE archived_at IS NULL;

CREATE TABLE conversation_templates (
  tenant_id  uuid NOT NULL REFERENCES tenants,
  id         uuid NOT NULL,
  name       text NOT NULL,
  subject    text NOT NULL DEFAULT '', -- of the ticket
  body       text NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);

CREATE TABLE conversations (
  tenant_id        uuid NOT NULL,
  id               uuid NOT NULL,
  channel_id       uuid NOT NULL,
  their_index      bytea NOT NULL,
  their_sealed     bytea,
  their_masked     text NOT NULL,
  contact_id       uuid, -- when the number belongs to one person on file, or a technician chose
  company_id       uuid, -- null: nobody on file and the channel has no default
  status           text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
  subject          text NOT NULL DEFAULT '',
  ticket_id        text, -- the ticket system's; null until it has one
  ticket_reference text NOT NULL, -- our own line, which finds the ticket again
  ticket_tried_at  timestamptz,   -- when the newest try to open the ticket began
  run_id           text,
  unread           integer NOT NULL DEFAULT 0,
  opened_at        timestamptz NOT NULL,
  last_at          timestamptz NOT NULL,
  announced_at     timestamptz, -- when the channel's notify_users were written to; null: they are to be
  closed_at        timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, channel_id) REFERENCES sms_channels (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id)
);
CREATE UNIQUE INDEX conversations_one_open ON conversations (tenant_id, channel_id, their_index) WHERE status = 'open';
CREATE INDEX conversations_by_time ON conversations (tenant_id, last_at DESC, id DESC);
CREATE INDEX conversations_by_contact ON conversations (tenant_id, contact_id, last_at DESC) WHERE contact_id IS NOT NULL;

CREATE TABLE technician_verifications (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL,
  point_index    bytea NOT NULL, -- who asked
  point_sealed   bytea,
  point_masked   text NOT NULL,
  transport      text NOT NULL CHECK (transport IN ('sms', 'email')),
  our_point      text NOT NULL,  -- our number or mailbox that was written to; answers come from it
  status         text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'claimed', 'confirmed', 'denied', 'expired')),
  contact_id     uuid, -- the only person with this point, or the one chosen at the claim
  company_id     uuid, -- that person's
  key_id         text NOT NULL,
  issue          integer NOT NULL DEFAULT 1, -- of the code; an asker who asks again voids the one before
  claimed_by     uuid,
  claimed_kind   text,
  claimed_name   text,
  claimed_at     timestamptz,
  ticket_id      text,
  verification_id uuid, -- of the same person that was open when they asked
  confirmed_how  text CHECK (confirmed_how IN ('reply', 'verbal', 'portal')),
  note_state     text NOT NULL DEFAULT 'none' CHECK (note_state IN ('none', 'awaits_approval', 'queued')),
  facts          jsonb NOT NULL DEFAULT '[]', -- what happened, in order; ids, kinds, times; no PII
  run_id         text,
  opened_at      timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  closed_at      timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id),
  FOREIGN KEY (tenant_id, verification_id) REFERENCES verifications (tenant_id, id)
);
CREATE UNIQUE INDEX technician_verifications_one_open ON technician_verifications (tenant_id, point_index) WHERE status IN ('waiting', 'claimed');
CREATE INDEX technician_verifications_by_time ON technician_verifications (tenant_id, opened_at DESC, id DESC);
-- Everybody with the point, when it was asked for. Technicians who may see one of the companies see the request.
CREATE TABLE technician_verification_candidates (
  tenant_id  uuid NOT NULL,
  technician_verification_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  company_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, technician_verification_id, contact_id),
  FOREIGN KEY (tenant_id, technician_verification_id) REFERENCES technician_verifications (tenant_id, id)
);
-- Who has looked at a code, once a person.
CREATE TABLE technician_verification_viewers (
  tenant_id  uuid NOT NULL,
  technician_verification_id uuid NOT NULL,
  actor_id   uuid NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, technician_verification_id, actor_id),
  FOREIGN KEY (tenant_id, technician_verification_id) REFERENCES technician_verifications (tenant_id, id)
);

-- Messages in both directions outside verifications' sends. An inbound one is stored once and is unrouted until its workflow has it.
CREATE TABLE messages (
  tenant_id       uuid NOT NULL REFERENCES tenants,
  id              uuid NOT NULL,
  position        bigint GENERATED ALWAYS AS IDENTITY, -- order of arrival at our door
  direction       text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  transport       text NOT NULL CHECK (transport IN ('sms', 'email')),
  kind            text NOT NULL, -- outbound: which text (core/template); inbound: 'inbound'
  our_point       text NOT NULL,
  their_index     bytea NOT NULL,
  their_sealed    bytea,
  their_masked    text NOT NULL,
  subject_sealed  bytea,
  body_sealed     bytea, -- null for a text with a code, which is derived when it is sent
  media           jsonb NOT NULL DEFAULT '[]', -- [{"url","content_type"}] as announced; fetched by the workflow
  integration_id  uuid,  -- the provider's webhook row
  provider_id     text,
  provider_at     timestamptz, -- the provider's own time, where it tells
  authentic       boolean NOT NULL DEFAULT true,  -- inbound: the sender is who it says
  automatic       boolean NOT NULL DEFAULT false, -- inbound: a machine wrote it
  opt_out         text,  -- inbound: the carrier's reading, where it tells: STOP, START or HELP
  at              timestamptz NOT NULL,
  route           text,  -- inbound: what it was taken for; null: not yet decided
  routed_at       timestamptz,
  told_at         timestamptz, -- inbound: when the workflow it belongs to was told, if it belongs to one; null: it is still to be
  conversation_id uuid,
  technician_verification_id uuid,
  verification_id uuid,
  number          integer NOT NULL DEFAULT 0, -- outbound of a technician verification: issue of the code it carries
  sent_by         text, -- outbound: "user/<id>", "api_key/<id>" or "system"
  sent_by_name    text,
  status          text NOT NULL CHECK (status IN ('received', 'claimed', 'unknown', 'accepted', 'sent', 'delivered', 'failed')),
  error_code      text,
  handed_at       timestamptz,
  noted_at        timestamptz, -- when it was put into the queue of its ticket
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations (tenant_id, id),
  FOREIGN KEY (tenant_id, technician_verification_id) REFERENCES technician_verifications (tenant_id, id),
  FOREIGN KEY (tenant_id, verification_id) REFERENCES verifications (tenant_id, id)
);
CREATE UNIQUE INDEX messages_once ON messages (tenant_id, transport, provider_id) WHERE direction = 'inbound';
CREATE INDEX messages_unrouted ON messages (tenant_id, transport, their_index, position) WHERE direction = 'inbound' AND told_at IS NULL;
CREATE INDEX messages_waiting ON messages (at) WHERE conversation_id IS NOT NULL AND direction = 'outbound' AND status = 'claimed';
CREATE INDEX messages_unnoted ON messages (at) WHERE conversation_id IS NOT NULL AND noted_at IS NULL;
CREATE INDEX messages_by_conversation ON messages (tenant_id, conversation_id, position) WHERE conversation_id IS NOT NULL;
CREATE INDEX messages_by_technician_verification ON messages (tenant_id, technician_verification_id, position) WHERE technician_verification_id IS NOT NULL;
CREATE INDEX messages_to_forget ON messages (tenant_id, at) WHERE their_sealed IS NOT NULL;
CREATE INDEX messages_unknown ON messages (tenant_id, at DESC, id DESC) WHERE route = 'unknown_sender';

-- The queue of what is to be written into tickets. In order of position within a ticket; each is found before it is repeated.
CREATE TABLE ticket_writes (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL,
  position       bigint GENERATED ALWAYS AS IDENTITY,
  integration_id uuid NOT NULL,
  ticket_id      text NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('note', 'status', 'attachment')),
  payload_sealed bytea,          -- JSON; emptied once written
  reference      text NOT NULL,  -- our own short line
  subject_kind   text NOT NULL,  -- verification | technician_verification | conversation
  subject_id     uuid NOT NULL,
  dedupe         text NOT NULL,  -- the same fact is written once, however often it is asked for
  status         text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'written', 'maybe_written', 'failed')),
  attempts       integer NOT NULL DEFAULT 0,
  last_error     text,
  external_id    text,
  created_at     timestamptz NOT NULL,
  tried_at       timestamptz,
  written_at     timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, integration_id, ticket_id, dedupe),
  FOREIGN KEY (tenant_id, integration_id) REFERENCES integrations (tenant_id, id)
);
CREATE INDEX ticket_writes_queue ON ticket_writes (tenant_id, integration_id, ticket_id, position) WHERE status = 'queued';
CREATE INDEX ticket_writes_waiting ON ticket_writes (created_at) WHERE status = 'queued';

-- How an MSP wants to hear from clients. One row a tenant; built-in values stand where there is none.
CREATE TABLE inbound_settings (
  tenant_id       uuid PRIMARY KEY REFERENCES tenants,
  verify_word     text NOT NULL DEFAULT '#verify',
  confirm_word    text NOT NULL DEFAULT '#confirm',
  deny_word       text NOT NULL DEFAULT '#deny',
  note_approval   boolean NOT NULL DEFAULT false, -- the note of a technician verification waits for a technician
  minutes         integer NOT NULL DEFAULT 15 CHECK (minutes BETWEEN 5 AND 60) -- how long a request waits
);

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['consents', 'sms_channels', 'conversation_templates', 'conversations', 'technician_verifications',
                           'technician_verification_candidates', 'technician_verification_viewers', 'messages', 'ticket_writes', 'inbound_settings'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO countersign_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO countersign_app', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['messages', 'ticket_writes', 'technician_verifications', 'conversations', 'sms_channels'] LOOP
    EXECUTE format('CREATE POLICY door ON %I TO countersign_door USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO countersign_door', t);
  END LOOP;
END $$;
-- +goose StatementEnd
REVOKE UPDATE, DELETE ON consents FROM countersign_app;
GRANT UPDATE (text_sealed) ON consents TO countersign_app; -- keys rotate, and people are erased

SET ROLE countersign_door;

-- Inbound messages that nothing has taken up: whoever stored them died before their workflow was told.
-- +goose StatementBegin
CREATE FUNCTION door.unrouted_messages(before timestamptz, at_most integer) RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.tenant_id, m.id FROM public.messages m WHERE m.direction = 'inbound' AND m.told_at IS NULL AND m.at < before ORDER BY m.position LIMIT at_most
$$;
-- +goose StatementEnd

-- Tickets with something to write, the longest waiting first.
-- +goose StatementBegin
CREATE FUNCTION door.waiting_tickets(before timestamptz, at_most integer) RETURNS TABLE (tenant_id uuid, integration_id uuid, ticket_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT w.tenant_id, w.integration_id, w.ticket_id FROM public.ticket_writes w
  WHERE w.status = 'queued' AND w.created_at < before GROUP BY 1, 2, 3 ORDER BY min(w.created_at) LIMIT at_most
$$;
-- +goose StatementEnd

-- Open technician verifications that look abandoned: without a run since no_run_before, or past their end since ends_before.
-- +goose StatementBegin
CREATE FUNCTION door.stray_technician_verifications(no_run_before timestamptz, ends_before timestamptz, at_most integer)
RETURNS TABLE (tenant_id uuid, id uuid, run_id text, point_index bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT v.tenant_id, v.id, v.run_id, v.point_index FROM public.technician_verifications v
  WHERE v.status IN ('waiting', 'claimed') AND ((v.run_id IS NULL AND v.opened_at < no_run_before) OR v.expires_at < ends_before) ORDER BY v.opened_at LIMIT at_most
$$;
-- +goose StatementEnd

-- Conversations with a message that should have been handed over, or noted in the ticket, by now: their run was lost, or never started.
-- +goose StatementBegin
CREATE FUNCTION door.stray_conversations(not_handed_before timestamptz, not_noted_before timestamptz, at_most integer) RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.tenant_id, m.conversation_id FROM public.messages m
  WHERE m.conversation_id IS NOT NULL
    AND ((m.direction = 'outbound' AND m.status = 'claimed' AND m.at < not_handed_before)
      OR (m.noted_at IS NULL AND m.at < not_noted_before AND m.at > not_noted_before - interval '3 days' AND EXISTS (SELECT FROM public.conversations v
            JOIN public.sms_channels h ON h.tenant_id = v.tenant_id AND h.id = v.channel_id
            WHERE v.tenant_id = m.tenant_id AND v.id = m.conversation_id AND h.integration_id IS NOT NULL)))
  GROUP BY 1, 2 ORDER BY min(m.at) LIMIT at_most
$$;
-- +goose StatementEnd

-- Whose message it is, for reports of the platform's own mail account.
-- +goose StatementBegin
CREATE FUNCTION door.message_tenant(message uuid) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT m.tenant_id FROM public.messages m WHERE m.id = message $$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'door' LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
  END LOOP;
END $$;
-- +goose StatementEnd
RESET ROLE;

-- +goose Down
SELECT 'forward only';
