import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PATIENCE_MS } from './patience.ts';

/** Where workerd keeps the local databases, inside the folder that wrangler calls `--persist-to`. */
const FOLDER = 'v3/d1/miniflare-D1DatabaseObject';

/**
 * Runs one statement in the database of a Worker that is running.
 *
 * It opens SQLite's file itself: `wrangler d1 execute` starts a second workerd, which gives up at once
 * (`SQLITE_BUSY`) where the first one is writing, as it does without a break while mail is being sent.
 *
 * @param state - the folder that the Worker was started with as `--persist-to`
 * @param statement - one SQL statement
 * @returns its rows; none for a statement that only writes
 */
export function sqlIn(state: string, statement: string): Record<string, unknown>[] {
  const files = readdirSync(join(state, FOLDER)).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new Error(`${state} holds ${files.length} databases, and one was expected`);
  }
  const database = new DatabaseSync(join(state, FOLDER, file), { timeout: PATIENCE_MS });
  try {
    return database
      .prepare(statement)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}
