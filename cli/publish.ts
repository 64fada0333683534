import { parseArgs } from 'node:util';
import { ApiError } from '../core/publish/api-client.ts';
import { Upload } from '../core/publish/upload.ts';
import { type Command, Refusal } from './command.ts';
import { describeReport, gatedReport, oneReport, prepareReport, readReport } from './gated-report.ts';
import { operatorApi, operatorOptions } from './operator-api.ts';

const usage = `  trust publish FILE --report ID [--url ORIGIN] [--token TOKEN] [--accept-signed] [--dry-run]
      Prepares a report for marking, uploads it and switches readers to it, in that order: until the very end they get
      the version they had, and an interrupted publish can simply be run again. FILE itself is never uploaded.
        --report ID       a gated report of content/reports/
        --url ORIGIN      the trust center (default: TRUST_URL, else http://127.0.0.1:8787)
        --token TOKEN     an operator token with the scope "publish", made by \`trust token\` (default: TRUST_TOKEN;
                          other users of this machine can see what stands on a command line)
        --accept-signed   publish a digitally signed PDF without its signatures; readers are told its SHA-256
        --dry-run         prepare, say what would be published, and stop
      Where the mark stands, how dark it is and whether a cover page stands in front is said in content/reports/ID.yaml
      and built in now; what the mark says is taken from there when a copy is granted. Look at it with \`trust preview\`.
`;

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
        ...operatorOptions,
        'accept-signed': { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    const { file, id } = oneReport(positionals, values.report);
    const api = values['dry-run'] ? null : operatorApi(values.url, values.token);
    const gated = await gatedReport(id);
    const acceptSigned = values['accept-signed'];
    const prepared = await prepareReport(file, await readReport(file), gated, { acceptSigned });
    describeReport(file, gated, prepared);
    console.log(`  revision: ${prepared.manifest.revision}`);
    if (api === null) {
      console.log('Dry run: nothing was uploaded.');
      return 0;
    }
    const upload = new Upload(api.versions, id, prepared);
    const { before, proposal } = await upload.run(({ line }) => console.log(line)).catch(refused);
    if (proposal !== null) {
      console.log(`Stored. A second person has to approve it before readers get it: ${proposal}`);
      return 0;
    }
    console.log(
      before === 'live'
        ? `${id} was live in this revision already.`
        : `${id} is live at ${api.origin} in revision ${prepared.manifest.revision}.`,
    );
    return 0;
  },
};

function refused(error: unknown): never {
  throw error instanceof ApiError ? new Refusal(error.message) : error;
}
