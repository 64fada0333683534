-- The register of agreements in the console: what an acceptance is looked for by is read from its evidence, once, by the index.
ALTER TABLE acceptances ADD COLUMN domain TEXT AS (
  CASE WHEN json_valid(evidence)
    THEN lower(substr(evidence ->> '$.signer.address', instr(evidence ->> '$.signer.address', '@') + 1)) END);
CREATE INDEX acceptances_domain ON acceptances (domain, accepted_at, id);
CREATE INDEX acceptances_version ON acceptances (nda_version, accepted_at, id);
CREATE INDEX acceptances_holder ON acceptances (person_id, accepted_at, id);
CREATE INDEX acceptances_ended ON acceptances (ended_by, accepted_at, id) WHERE ended_by IS NOT NULL;
CREATE INDEX events_declined ON events (at, object) WHERE type = 'nda.declined';
CREATE INDEX invitations_acceptance ON invitations (acceptance_id, invited_at, id);
