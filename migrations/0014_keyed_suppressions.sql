-- Addresses that get no mail are kept as hashes under a key. The hashes without one cannot be turned into these: an address
-- that comes back again is noted again.
DELETE FROM suppressions;
