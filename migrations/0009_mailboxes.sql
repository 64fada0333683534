-- Whoever lost access is known again by another tag of the same address: the mailbox, as worker/access/identities.ts has it.

CREATE INDEX people_mailbox ON people (
  lower(CASE WHEN instr(address, '+') BETWEEN 2 AND instr(address, '@')
    THEN substr(address, 1, instr(address, '+') - 1) || substr(address, instr(address, '@'))
    ELSE address END)
) WHERE address IS NOT NULL;
