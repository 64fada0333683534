import { env } from 'cloudflare:workers';

/** A database that remembers the text of every statement that is prepared in it. */
export function recording(): { db: D1Database; statements: Set<string> } {
  const statements = new Set<string>();
  const remembering = <T extends object>(real: T): T =>
    new Proxy(real, {
      get(target, key) {
        const member = Reflect.get(target, key) as unknown;
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          if (key === 'prepare') statements.add(String(args[0]));
          const result = member.apply(target, args) as unknown;
          return key === 'withSession' ? remembering(result as object) : result;
        };
      },
    });
  return { db: remembering(env.DB), statements };
}

/** A walk over JSON that was passed in (there is no other virtual table), over one row of constants, or over the catalogue is no scan of a table. */
const HARMLESS = /^SCAN (json_each|\w+ VIRTUAL TABLE|CONSTANT ROW|\d+ CONSTANT|sqlite_schema|sqlite_master)/;

/**
 * What of a statement reads a whole table or a whole index.
 *
 * @param statement - as it was prepared
 * @returns the lines of its query plan that do
 */
export async function scansOf(statement: string): Promise<string[]> {
  if (statement.startsWith('PRAGMA ')) return [];
  const numbered = [...statement.matchAll(/\?(\d+)/g)].map(([, n]) => Number(n));
  const most = Math.max(statement.match(/\?(?!\d)/g)?.length ?? 0, ...numbered);
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${statement}`)
    .bind(...Array<null>(most).fill(null))
    .all<{ detail: string }>();
  return results.map(({ detail }) => detail).filter((line) => /\bSCAN\b/.test(line) && !HARMLESS.test(line));
}
