import { type Context, Hono } from 'hono';
import { securityHeaders } from '../../../core/headers.ts';
import { findRuleSet, type KeptRules, listRuleSets } from '../../access/rule-sets.ts';
import type { App } from '../../app.ts';
import { content } from '../../content.ts';
import { eventStatement } from '../../events.ts';
import { requireRecentSignIn } from '../../login/step-up.ts';
import { Failure } from '../../problem.ts';
import { renderConsole } from '../frame.tsx';
import { asSeenBy, seesContacts } from '../masked.ts';
import { requireRole } from '../staff.ts';
import { RuleSetPage, RuleSetsPage } from './rules-pages.tsx';

/** `/console/rules`: by which rules decisions were made, as they were then. */
export const consoleRules = new Hono<App>()
  .get('/', async (c) => {
    await requireRole(c, 'viewer');
    const sets = await listRuleSets(c.var.db);
    const inForce = content.access.rules.sha256;
    return await renderConsole(c, { title: 'Rules', body: <RuleSetsPage sets={sets} inForce={inForce} /> });
  })

  .get('/:file{[0-9a-f]+\\.json}', async (c) => {
    const staff = await requireRole(c, 'approver');
    const sha256 = c.req.param('file').slice(0, -'.json'.length);
    requireRecentSignIn(c, 'exports', `/console/rules/${sha256}`);
    const { db, now } = c.var;
    const set = await ruleSetOf(c, sha256);
    if (c.req.method === 'GET')
      await eventStatement(db, {
        at: now,
        type: 'rules.exported',
        actor: staff.person.id,
        object: sha256,
      }).run();
    return c.body(set.text, 200, {
      ...securityHeaders({ sandbox: true }),
      'Content-Type': 'application/json',
      'Content-Disposition': `attachment; filename="rules-${sha256.slice(0, 12)}.json"`,
      'Cache-Control': 'no-store',
    });
  })

  .get('/:sha256', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const set = await ruleSetOf(c, c.req.param('sha256'));
    return await renderConsole(c, {
      title: `Rules ${set.sha256.slice(0, 12)}`,
      body: (
        <RuleSetPage
          set={{ ...set, contents: asSeenBy(staff, set.contents) }}
          inForce={content.access.rules.sha256}
          whole={seesContacts(staff)}
        />
      ),
    });
  });

async function ruleSetOf(c: Context<App>, sha256: string): Promise<KeptRules> {
  const set = await findRuleSet(c.var.db, sha256);
  if (!set)
    throw new Failure('not-found', {
      detail: 'No rules of this hash are on record; the list of rules has all that are.',
    });
  return set;
}
