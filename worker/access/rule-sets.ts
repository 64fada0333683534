import { createMiddleware } from 'hono/factory';
import { type RuleSet, type RuleSetContents, readRules, textOfRules } from '../../core/access/rules.ts';
import type { App } from '../app.ts';
import { content } from '../content.ts';

/**
 * The rules of access as they were in force: decisions are recorded with the hash of a rule set, and here is what had that
 * hash, so that it can be read, and reckoned anew, after the rules have changed.
 */

/** Rule sets that are known to be kept. */
const kept = new WeakSet<RuleSet>();

/** Keeps the rules in force, before a request can be decided by them; once for each isolate, and again where that failed. */
export const keepRules = createMiddleware<App>(async (c, next) => {
  const { rules } = content.access;
  if (!kept.has(rules)) {
    const keeping = keepRuleSet(c.var.db, rules, c.var.now).then(
      () => kept.add(rules),
      (error: unknown) =>
        console.error(
          JSON.stringify({ correlation: c.var.correlation, rules: rules.sha256, cause: String(error) }),
        ),
    );
    c.executionCtx.waitUntil(keeping);
  }
  await next();
});

/**
 * Keeps a rule set, if it is not kept yet.
 *
 * @param db - primary database session
 * @param rules - whole: its hash is that of its contents
 * @param now - milliseconds
 */
async function keepRuleSet(db: D1DatabaseSession, rules: RuleSet, now: number): Promise<void> {
  const { sha256 } = rules;
  // The lists make it large, and it is there already but for the first time.
  if (await db.prepare('SELECT 1 FROM rule_sets WHERE sha256 = ?1').bind(sha256).first()) return;
  await db
    .prepare(
      'INSERT INTO rule_sets (sha256, contents, first_seen) VALUES (?1, ?2, ?3) ON CONFLICT (sha256) DO NOTHING',
    )
    .bind(sha256, textOfRules(rules), now)
    .run();
}

/** A rule set that is or was in force. */
export interface KeptRules {
  readonly sha256: string;
  /** Of which `sha256` is the SHA-256. */
  readonly text: string;
  readonly firstSeen: number;
  readonly contents: RuleSetContents;
}

/**
 * A rule set by its hash.
 *
 * @returns null where none of that hash was ever in force, as far as is on record
 */
export async function findRuleSet(db: D1DatabaseSession, sha256: string): Promise<KeptRules | null> {
  const row = await db
    .prepare('SELECT sha256, contents, first_seen FROM rule_sets WHERE sha256 = ?1')
    .bind(sha256)
    .first<{ sha256: string; contents: string; first_seen: number }>();
  return (
    row && {
      sha256: row.sha256,
      text: row.contents,
      firstSeen: row.first_seen,
      contents: readRules(row.contents),
    }
  );
}

const MOST_SHOWN = 200;

/** When each rule set was first in force, the newest first. */
export async function listRuleSets(
  db: D1DatabaseSession,
): Promise<{ readonly sha256: string; readonly first_seen: number }[]> {
  const { results } = await db
    .prepare(`SELECT sha256, first_seen FROM rule_sets ORDER BY first_seen DESC, sha256 LIMIT ${MOST_SHOWN}`)
    .all<{ sha256: string; first_seen: number }>();
  return results;
}
