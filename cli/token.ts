import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { localDirectory, runWrangler, stateIn } from '../local/wrangler.ts';
import { type Command, Refusal, UsageError } from './command.ts';
import { ID, withIds } from './ids.ts';

const usage = `  trust token --name NAME [--for ADDRESS] [--days 90] [--scope SCOPE] [--local | --remote] [--persist-to DIR]
  trust token --list | --revoke ID [--local | --remote] [--persist-to DIR]
      Makes a token for the operator's API and prints it once: only its SHA-256 is stored. Needs access to the database
      through wrangler, so whoever may make tokens is whoever may deploy.
        --name NAME       whose it is, or what for: letters, digits, space and . _ @ - (64 at most)
        --for ADDRESS     the staff address of whoever uses it: what is done with it is theirs. Needed where content/access.yaml
                          wants a second person for a publish, who has to be somebody else, and to decide about requests
        --days N          for how many days it works, 1 to 366 (default: 90)
        --scope SCOPE     what it may do: "publish" (default), "revoke", "read" what the console lists (addresses in part), or
                          "decide" about requests, which reads too, and needs --for
        --list            shows every token that was made, without the tokens themselves
        --revoke ID       ends one at once
        --local           the database of the local system (default)
        --remote          the database of [env.production]
        --persist-to DIR  where the local system keeps its state (default: where npm start does)
`;

const DATABASE = 'vitrine';
const DAY = 86_400_000;
const NAME = /^[A-Za-z0-9 ._@-]{1,64}$/;
/** Of an alphabet without quotes. */
const ADDRESS = /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}$/;
const SCOPES = ['publish', 'revoke', 'read', 'decide'];

/** Makes, lists and revokes operator tokens. */
export const token: Command = {
  name: 'token',
  usage,
  async run(args) {
    const { values } = parseArgs({
      args: withIds(args, ['revoke']),
      options: {
        name: { type: 'string' },
        for: { type: 'string' },
        days: { type: 'string', default: '90' },
        scope: { type: 'string', default: 'publish' },
        list: { type: 'boolean', default: false },
        revoke: { type: 'string' },
        local: { type: 'boolean', default: false },
        remote: { type: 'boolean', default: false },
        'persist-to': { type: 'string' },
      },
    });
    if (values.local && values.remote) throw new UsageError('expected --local or --remote, not both.');
    const wanted = [values.name !== undefined, values.list, values.revoke !== undefined].filter(Boolean);
    if (wanted.length !== 1) throw new UsageError('expected one of --name, --list and --revoke.');
    const database = new Database(values.remote, values['persist-to']);
    if (values.list) return await list(database);
    if (values.revoke !== undefined) return await revoke(database, values.revoke);
    return await make(database, values.name ?? '', values.for, values.days, values.scope);
  },
};

async function make(
  database: Database,
  name: string,
  madeFor: string | undefined,
  days: string,
  scope: string,
): Promise<number> {
  if (!NAME.test(name)) throw new UsageError('--name takes letters, digits, space and . _ @ - (64 at most).');
  if (madeFor !== undefined && !ADDRESS.test(madeFor))
    throw new UsageError('--for takes an address such as ann@company.example.');
  if (!/^[1-9][0-9]{0,2}$/.test(days) || Number(days) > 366) throw new UsageError('--days is 1 to 366.');
  if (!SCOPES.includes(scope)) throw new UsageError(`--scope is one of ${SCOPES.join(', ')}.`);
  if (scope === 'decide' && madeFor === undefined)
    throw new UsageError(
      '--scope decide needs --for ADDRESS: a decision is somebody’s, and never their own request.',
    );
  const secret = `trust_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(secret).digest('hex');
  const id = randomBytes(16).toString('base64url');
  const now = Date.now();
  const expires = now + Number(days) * DAY;
  // Every value is of an alphabet without quotes: checked above, or made here.
  await database.run(
    `INSERT INTO operator_tokens (id, name, token_hash, scopes, created_at, expires_at, made_for) VALUES ('${id}', '${name}', '${hash}', '${scope}', ${now}, ${expires}, ${madeFor === undefined ? 'NULL' : `'${madeFor}'`})`,
  );
  console.log(secret);
  console.log(
    `Shown this once. "${name}" may ${scope} until ${isoDay(expires)}; end it with: trust token --revoke ${id}`,
  );
  return 0;
}

async function list(database: Database): Promise<number> {
  const rows = await database.run(
    'SELECT id, name, scopes, expires_at, revoked_at FROM operator_tokens ORDER BY created_at',
  );
  for (const row of rows) {
    const ended = row.revoked_at === null ? `until ${isoDay(Number(row.expires_at))}` : 'revoked';
    console.log(`${row.id}  ${row.scopes}  ${ended}  ${row.name}`);
  }
  if (rows.length === 0) console.log('No token was made yet.');
  return 0;
}

async function revoke(database: Database, id: string): Promise<number> {
  if (!ID.test(id)) throw new UsageError('--revoke takes an ID that `trust token --list` shows.');
  const rows = await database.run(
    `UPDATE operator_tokens SET revoked_at = coalesce(revoked_at, ${Date.now()}) WHERE id = '${id}' RETURNING id`,
  );
  if (rows.length === 0)
    throw new Refusal(`there is no token ${id}: \`trust token --list\` shows those there are.`);
  console.log(`${id} works no more.`);
  return 0;
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The database, through wrangler. */
class Database {
  readonly #where: readonly string[];

  constructor(remote: boolean, persistTo: string | undefined) {
    const state = persistTo ?? stateIn(localDirectory);
    this.#where = remote ? ['--remote', '--env', 'production'] : ['--local', '--persist-to', state];
  }

  async run(sql: string): Promise<Record<string, unknown>[]> {
    let output: string;
    try {
      output = await runWrangler(['d1', 'execute', DATABASE, ...this.#where, '--json', '--command', sql]);
    } catch (error) {
      const hint = String(error).includes('no such table')
        ? `apply the migrations first: npx wrangler d1 migrations apply ${DATABASE} ${this.#where.join(' ')}`
        : String(error instanceof Error ? error.message : error).replaceAll(sql, '…');
      throw new Refusal(`the database was not reached; ${hint}`);
    }
    const [first] = JSON.parse(output.slice(output.indexOf('['))) as { results: Record<string, unknown>[] }[];
    return first?.results ?? [];
  }
}
