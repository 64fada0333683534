-- The language of the page that a reader came from (BCP 47), in which they are written to.
ALTER TABLE requests ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
ALTER TABLE visits ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
ALTER TABLE grants ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
ALTER TABLE invitations ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
ALTER TABLE subscription_requests ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
ALTER TABLE subscriptions ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
