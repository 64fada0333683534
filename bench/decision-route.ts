import { Hono } from 'hono';
import { decideAccess } from '../core/access/decide.ts';
import type { AccessRule } from '../core/access/rules.ts';
import { openTexts } from '../worker/access/agreement.ts';
import { foundGrant, type GrantRow, liveGrantStatement, standsOn } from '../worker/access/grant.ts';
import type { App } from '../worker/app.ts';
import { content } from '../worker/content.ts';
import { prepareRequest } from '../worker/guard.ts';
import { findSessionWith, PERSON_OF_SESSION, requireSession } from '../worker/login/session.ts';
import { Failure } from '../worker/problem.ts';

/** A hundred rules with a hundred domains each, none of which is the reader's: all of them are looked at. */
const rules = Array.from(
  { length: 100 },
  (_, rule): AccessRule => ({
    name: `rule-${rule}`,
    domains: Array.from({ length: 100 }, (_, n) => `company-${rule}-${n}.example`),
    people: [],
    list: null,
    freeMail: false,
    disposable: false,
    everybody: false,
    reports: null,
    outcome: 'review',
    days: null,
    downloads: null,
    basis: null,
    reason: null,
    reference: null,
  }),
);
const ruleSet = { rules, freeMailDomains: [], disposableDomains: [], sha256: '0'.repeat(64) };

/** Session, live grant, what it stands on, rules: as `worker/access/file.ts` decides, without the record and the bytes. */
export const decision = new Hono<App>().get('/api/decision/:report', prepareRequest, async (c) => {
  const { db, now } = c.var;
  const reportId = c.req.param('report');
  const { session, row } = await findSessionWith<GrantRow>(c, (idHash) =>
    liveGrantStatement(db, PERSON_OF_SESSION, idHash, reportId, now),
  );
  c.set('session', session);
  const { person, kind } = requireSession(c, 'customer', 'prospect');
  const facts = {
    address: person.address,
    reportId,
    level: 'customer-or-nda',
    customer: kind === 'customer',
  } as const;
  const texts = openTexts(content.nda, content.access.ndaGraceDays, now);
  const { outcome } = decideAccess(ruleSet, facts);
  if (!row || !standsOn(foundGrant(row), texts) || outcome === 'deny') throw new Failure('forbidden');
  return c.body('yes');
});
