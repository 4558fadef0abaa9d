-- +goose Up
-- Who answers a conversation and until when nobody has to; spoken_at is the order of the list: what we answer ourselves moves nothing.
ALTER TABLE conversations
  ADD COLUMN spoken_at     timestamptz NOT NULL DEFAULT now(), -- when the client wrote last; before that, when it was opened
  ADD COLUMN waiting_since timestamptz, -- of the oldest message of theirs that nobody answered
  ADD COLUMN snoozed_until timestamptz, -- their next message ends it sooner
  ADD COLUMN owner_id      uuid,        -- who answers
  ADD FOREIGN KEY (tenant_id, owner_id) REFERENCES users (tenant_id, id);
ALTER TABLE conversations NO FORCE ROW LEVEL SECURITY;
UPDATE conversations SET spoken_at = last_at, waiting_since = CASE WHEN unread > 0 AND status = 'open' THEN last_at END;
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;
CREATE INDEX conversations_by_spoken ON conversations (tenant_id, spoken_at DESC, id DESC);

-- Who looks at a conversation at this moment. Screens tell it again and again; a row that is older than a minute counts no more.
CREATE TABLE conversation_viewers (
  tenant_id       uuid NOT NULL,
  conversation_id uuid NOT NULL,
  user_id         uuid NOT NULL,
  seen_at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, conversation_id, user_id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
ALTER TABLE conversation_viewers ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversation_viewers FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON conversation_viewers TO countersign_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON conversation_viewers TO countersign_app;

-- +goose Down
SELECT 'forward only';
