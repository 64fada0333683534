-- Mail that comes back, subscriptions, and webhooks: docs/storage.md.

-- What the provider said of a mail after it had taken it.
ALTER TABLE mails ADD COLUMN bounced_at INTEGER;
ALTER TABLE mails ADD COLUMN bounce TEXT CHECK (bounce IN ('bounced', 'complained'));
CREATE INDEX mails_message ON mails (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX mails_recipient ON mails (recipient, template);
-- The log in the console: its order, and each of its filters.
CREATE INDEX mails_created ON mails (created_at, id);
CREATE INDEX mails_state ON mails (state, created_at, id);
CREATE INDEX mails_template ON mails (template, created_at, id);
CREATE INDEX mails_returned ON mails (created_at, id) WHERE bounce IS NOT NULL;
CREATE INDEX mails_recipient_prefix ON mails (recipient COLLATE NOCASE, id);

-- Addresses that get no mail until they confirm again. Kept as a hash: staff sees the address in the log of mails.
CREATE TABLE suppressions (
  address_hash  TEXT PRIMARY KEY,
  reason        TEXT NOT NULL CHECK (reason IN ('refused', 'bounced', 'complained')),
  since         INTEGER NOT NULL
) STRICT;

-- Somebody who asked for news by mail and confirmed it. Ending it deletes the row.
CREATE TABLE subscriptions (
  id            TEXT PRIMARY KEY,
  address       TEXT NOT NULL UNIQUE,
  confirmed_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX subscriptions_confirmed ON subscriptions (confirmed_at, id);
CREATE INDEX subscriptions_address_prefix ON subscriptions (address COLLATE NOCASE, id);
CREATE TABLE subscription_topics (
  topic            TEXT NOT NULL CHECK (topic IN ('updates', 'subprocessors', 'reports')),
  subscription_id  TEXT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
  since            INTEGER NOT NULL,
  PRIMARY KEY (topic, subscription_id)
) STRICT;
CREATE INDEX subscription_topics_subscription ON subscription_topics (subscription_id);

-- Asked for and not confirmed yet. The token is made when its mail is sent.
CREATE TABLE subscription_requests (
  id          TEXT PRIMARY KEY,
  address     TEXT NOT NULL,
  topics      TEXT NOT NULL,
  token_hash  TEXT UNIQUE,
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX subscription_requests_address ON subscription_requests (address);
CREATE INDEX subscription_requests_expiry ON subscription_requests (expires_at);

-- What the site said when the Worker first saw it, and how far its subscribers have been told.
CREATE TABLE news (
  item     TEXT PRIMARY KEY,
  topic    TEXT NOT NULL,
  seen_at  INTEGER NOT NULL,
  told_to  TEXT NOT NULL DEFAULT '',
  done_at  INTEGER
) STRICT;
CREATE INDEX news_open ON news (seen_at) WHERE done_at IS NULL;

-- Where events are posted to. The secret that signs them is derived, not stored.
CREATE TABLE webhook_endpoints (
  id             TEXT PRIMARY KEY,
  url            TEXT NOT NULL,
  types          TEXT NOT NULL,
  cursor         INTEGER NOT NULL,
  created_at     INTEGER NOT NULL,
  created_by     TEXT NOT NULL,
  next_at        INTEGER NOT NULL,
  tries          INTEGER NOT NULL DEFAULT 0,
  failing_since  INTEGER,
  disabled_at    INTEGER
) STRICT;
CREATE INDEX webhook_endpoints_due ON webhook_endpoints (next_at) WHERE disabled_at IS NULL;

-- One event posted to one endpoint, as often as it took.
CREATE TABLE webhook_deliveries (
  id           TEXT PRIMARY KEY,
  endpoint_id  TEXT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
  event_id     INTEGER NOT NULL,
  type         TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('failing', 'delivered', 'given-up')),
  tries        INTEGER NOT NULL,
  answer       TEXT NOT NULL,
  tried_at     INTEGER NOT NULL,
  UNIQUE (endpoint_id, event_id)
) STRICT;
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, tried_at);
CREATE INDEX webhook_deliveries_tried ON webhook_deliveries (tried_at);
