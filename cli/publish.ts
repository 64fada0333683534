import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { type Prepared, prepare } from '../core/marks/prepare.ts';
import { PrepareRefusal } from '../core/marks/refusal.ts';
import { projectRoot } from '../local/wrangler.ts';
import { ContentError } from '../schema/finding.ts';
import { loadContent } from '../schema/load.ts';
import { type Command, Refusal, UsageError } from './command.ts';
import { OperatorApi } from './operator-api.ts';
import { upload } from './upload.ts';

const usage = `  trust publish FILE --report ID [--url ORIGIN] [--token TOKEN] [--accept-signed] [--dry-run]
      Prepares a PDF for marking, uploads it and switches readers to it, in that order: until the very end they get
      the version they had, and an interrupted publish can simply be run again. FILE itself is never uploaded.
        --report ID       a gated report of content/reports/
        --url ORIGIN      the trust center (default: TRUST_URL, else http://127.0.0.1:8787)
        --token TOKEN     an operator token with the scope "publish", made by \`trust token\` (default: TRUST_TOKEN;
                          other users of this machine can see what stands on a command line)
        --accept-signed   publish a digitally signed PDF without its signatures; its SHA-256 is kept
        --dry-run         prepare, say what would be published, and stop
`;

/** Nothing larger is read into memory; prepare refuses it too. */
const LARGEST_FILE = 2 ** 30;

/** Publishes a report: prepare, upload, switch. */
export const publish: Command = {
  name: 'publish',
  usage,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        report: { type: 'string' },
        url: { type: 'string', default: process.env.TRUST_URL ?? 'http://127.0.0.1:8787' },
        token: { type: 'string', default: process.env.TRUST_TOKEN ?? '' },
        'accept-signed': { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('expected one FILE.');
    if (values.report === undefined) throw new UsageError('expected --report ID.');
    const api = values['dry-run'] ? null : new OperatorApi(values.url, values.token);
    await checkReport(values.report);

    const prepared = await prepareFile(file, values['accept-signed']);
    describe(basename(file), prepared);
    if (api === null) {
      console.log('Dry run: nothing was uploaded.');
      return 0;
    }
    const state = await upload(api, values.report, prepared, (line) => console.log(line));
    console.log(
      state === 'live'
        ? `${values.report} was live in this revision already.`
        : `${values.report} is live at ${api.origin} in revision ${prepared.manifest.revision}.`,
    );
    return 0;
  },
};

async function checkReport(id: string): Promise<void> {
  const content = await loadContent(projectRoot).catch((error: unknown) => {
    if (error instanceof ContentError) throw new Refusal(`the content has mistakes:\n${error.message}`);
    throw error;
  });
  const gated = content.reports.filter(({ access }) => access !== 'public').map((report) => report.id);
  if (!gated.includes(id)) {
    throw new Refusal(`content/reports has no gated report "${id}"; it has ${gated.join(', ')}.`);
  }
}

async function prepareFile(file: string, acceptSigned: boolean): Promise<Prepared> {
  try {
    const { size } = await stat(file).catch(unreadable(file));
    if (size > LARGEST_FILE) throw new PrepareRefusal('too-large');
    return await prepare(await readFile(file).catch(unreadable(file)), { acceptSigned });
  } catch (error) {
    if (!(error instanceof PrepareRefusal)) throw error;
    throw new Refusal(`${basename(file)}: ${error.message} (${error.reason})`);
  }
}

function unreadable(file: string) {
  return (error: NodeJS.ErrnoException): never => {
    throw new Refusal(`${file} cannot be read (${error.code ?? error.message}).`);
  };
}

function describe(name: string, { manifest }: Prepared): void {
  const { pages, source, head, body, notes, revision } = manifest;
  console.log(`${name}: ${pages} pages, ${megabytes(source.size)}, class ${manifest.class}`);
  for (const note of notes) console.log(`  note: ${note}`);
  console.log(
    `  a copy: ${megabytes(manifest.length)} (personal ${megabytes(head.length)}, shared ${megabytes(body.length)})`,
  );
  console.log(`  source SHA-256: ${source.sha256}`);
  console.log(`  revision: ${revision}`);
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
