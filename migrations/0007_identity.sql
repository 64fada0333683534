-- One logout that an identity provider asked for (OpenID Connect Back-Channel Logout 1.0). It makes the token work once, and
-- keeps a sign-in that was under way at that moment from becoming a session.
CREATE TABLE provider_logouts (
  token_hash  TEXT PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  issuer      TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('customer', 'staff')),
  subject     TEXT,
  sid         TEXT,
  issued_at   INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  CHECK (subject IS NOT NULL OR sid IS NOT NULL)
) STRICT;
CREATE INDEX provider_logouts_subject ON provider_logouts (issuer, kind, subject);
CREATE INDEX provider_logouts_sid ON provider_logouts (issuer, kind, sid);
CREATE INDEX provider_logouts_received ON provider_logouts (received_at);

CREATE INDEX sessions_provider ON sessions (idp_sid) WHERE idp_sid IS NOT NULL;
