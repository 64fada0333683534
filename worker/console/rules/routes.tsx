import { Hono } from 'hono';
import { findRuleSet, listRuleSets } from '../../access/rule-sets.ts';
import type { App } from '../../app.ts';
import { content } from '../../content.ts';
import { Failure } from '../../problem.ts';
import { renderConsole } from '../frame.tsx';
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

  .get('/:sha256', async (c) => {
    await requireRole(c, 'viewer');
    const [, sha256 = '', asFile] = /^([0-9a-f]{64})(\.json)?$/.exec(c.req.param('sha256')) ?? [];
    const set = await findRuleSet(c.var.db, sha256);
    if (!set)
      throw new Failure('not-found', {
        detail: 'No rules of this hash are on record; the list of rules has all that are.',
      });
    if (asFile)
      return c.body(set.text, 200, {
        'Content-Type': 'application/json',
        'Content-Disposition': `attachment; filename="rules-${sha256.slice(0, 12)}.json"`,
      });
    return await renderConsole(c, {
      title: `Rules ${sha256.slice(0, 12)}`,
      body: <RuleSetPage set={set} inForce={content.access.rules.sha256} />,
    });
  });
