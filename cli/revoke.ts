import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ApiError } from '../core/publish/api-client.ts';
import { type Command, Refusal, UsageError } from './command.ts';
import { ID, withIds } from './ids.ts';
import { operatorApi, operatorOptions } from './operator-api.ts';

const usage = `  trust revoke SCOPE [TARGET] --reason TEXT [--message TEXT] [--end-nda] [--emergency] [--dry-run]
               [--url ORIGIN] [--token TOKEN]
  trust revoke --lift ID | --show ID [--url ORIGIN] [--token TOKEN]
      Takes access back. The next request is refused, a download under way breaks within five seconds, and each reader is
      mailed. Can be run again, or interrupted: the trust center goes on by itself.
        grant ID          one grant, by its id or by the copy id on the pages, and the same report under other +tags of
                          the mailbox
        person ID         all grants of a person, by id or confirmed address, under every +tag of the mailbox
        company DOMAIN    all grants of everybody with a confirmed address at exactly this domain
        version REPORT/REVISION   this version itself: nobody gets it any more, its holders are told, their access stays
        report ID         all grants of a report
        everything        all grants
        --reason TEXT     why, for the record; readers do not see it
        --message TEXT    what readers are told besides that their access was withdrawn
        --end-nda         with person or company: end what they accepted, too; receipts stay valid
        --emergency       at once, where content/access.yaml wants a second person for more than one person's access ("bulk" in
                          twoPersons); on record as that. Without it, such an act is proposed, and staff approve it
        --dry-run         say how many grants it would be, and stop
        --lift ID         let those whom a revocation struck ask again; gives nobody anything
        --show ID         say how far a revocation has come
        --url ORIGIN      the trust center (default: TRUST_URL, else http://127.0.0.1:8787)
        --token TOKEN     an operator token with the scope "revoke" (default: TRUST_TOKEN; other users of this machine can
                          see what stands on a command line)
      Staff alone give access again: after --lift, or by releasing a request.
`;

/** A revocation, as the API tells of it. */
interface Act {
  readonly id: string;
  readonly scope: string;
  readonly target: string;
  readonly total: number;
  readonly done: number;
  readonly finished_at: number | null;
  readonly lifted_at: number | null;
  /** The page at which somebody approves it, where it is only proposed. */
  readonly proposal?: string;
}

const LOOK_INTERVAL_MS = 1_000;
/** After that the command says that it goes on by itself. */
const MOST_LOOKS = 60;

/** Takes access back. */
export const revoke: Command = {
  name: 'revoke',
  usage,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: withIds(args, ['lift', 'show']),
      allowPositionals: true,
      options: {
        reason: { type: 'string', default: '' },
        message: { type: 'string' },
        'end-nda': { type: 'boolean', default: false },
        emergency: { type: 'boolean', default: false },
        lift: { type: 'string' },
        show: { type: 'string' },
        ...operatorOptions,
        'dry-run': { type: 'boolean', default: false },
      },
    });
    const [scope, target = '', ...more] = positionals;
    const named = values.lift ?? values.show;
    if ([scope, values.lift, values.show].filter((one) => one !== undefined).length !== 1 || more.length > 0)
      throw new UsageError('expected a SCOPE with its TARGET, --lift ID or --show ID.');
    if (named !== undefined && !ID.test(named)) throw new UsageError('expected the ID of a revocation.');
    const dryRun = values['dry-run'];
    if (scope !== undefined && values.reason === '' && !dryRun)
      throw new UsageError('expected --reason TEXT.');
    const { revocations } = operatorApi(values.url, values.token);
    try {
      if (values.lift !== undefined) {
        await revocations.post(`${values.lift}/lift`, {});
        console.log(`${values.lift} is lifted: whom it struck may ask again.`);
        return 0;
      }
      if (values.show !== undefined) {
        console.log(describe(await revocations.get<Act>(values.show)));
        return 0;
      }
      const id = randomBytes(16).toString('base64url');
      const reason = dryRun && values.reason === '' ? 'dry run' : values.reason;
      const wanted = {
        scope,
        target,
        reason,
        message: values.message ?? null,
        id,
        dryRun,
        endNda: values['end-nda'],
        emergency: values.emergency,
      };
      let act = await revocations.post<Act>('', wanted);
      if (dryRun) {
        console.log(`Dry run: it would be ${grants(act.total)}. Nothing was taken back.`);
        return 0;
      }
      if (act.proposal !== undefined) {
        console.log(
          `Nothing was taken back yet: a second person has to agree to ${grants(act.total)}, at ${act.proposal}\nWhat cannot wait: the same with --emergency.`,
        );
        return 0;
      }
      console.log(`Revocation ${act.id} began: ${grants(act.total)}.`);
      for (let looks = 0; act.finished_at === null && looks < MOST_LOOKS; looks++) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
        act = await revocations.get<Act>(id);
      }
      console.log(describe(act));
      return 0;
    } catch (error) {
      throw error instanceof ApiError ? new Refusal(error.message) : error;
    }
  },
};

function describe({ id, scope, target, total, done, finished_at, lifted_at }: Act): string {
  const what = `${scope}${target === '' ? '' : ` ${target}`}`;
  const state =
    finished_at === null
      ? `goes on by itself: ${done} of ${total}. See: trust revoke --show ${id}`
      : `is done: ${grants(done)}${lifted_at === null ? '' : ', lifted'}.`;
  return `${what} ${state}`;
}

const grants = (count: number): string => (count === 1 ? '1 grant' : `${count} grants`);
