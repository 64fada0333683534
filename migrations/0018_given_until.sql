-- Until when a grant was given, or renewed: unlike expires_at it stays when the grant ends before. What would still run shares its quota.
ALTER TABLE grants ADD COLUMN given_until INTEGER;
UPDATE grants SET given_until = expires_at;
