-- Whether an identity provider told somebody's address without vouching for it (OpenID Connect Core 1.0 section 5.1, email_verified):
-- whoever decides by it has to know.
ALTER TABLE people ADD COLUMN address_unvouched INTEGER NOT NULL DEFAULT 0;
