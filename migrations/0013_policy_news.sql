-- Policies are a topic of news as well. A CHECK cannot be changed in place, and nothing refers to this table.
CREATE TABLE subscription_topics_wider (
  topic            TEXT NOT NULL CHECK (topic IN ('updates', 'subprocessors', 'reports', 'policies')),
  subscription_id  TEXT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
  since            INTEGER NOT NULL,
  PRIMARY KEY (topic, subscription_id)
) STRICT;
INSERT INTO subscription_topics_wider SELECT topic, subscription_id, since FROM subscription_topics;
DROP TABLE subscription_topics;
ALTER TABLE subscription_topics_wider RENAME TO subscription_topics;
CREATE INDEX subscription_topics_subscription ON subscription_topics (subscription_id);
