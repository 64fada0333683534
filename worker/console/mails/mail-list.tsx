import { type MailState, SUPPRESSED, type Template } from '../../mail/store.ts';
import { between, type List } from '../lists/list.ts';
import { masked } from '../masked.ts';
import { minute } from '../minute.ts';
import { may, type Staff } from '../staff.ts';

interface Row {
  readonly id: string;
  readonly template: Template;
  readonly recipient: string;
  readonly subject_id: string;
  readonly state: MailState;
  readonly tries: number;
  readonly created_at: number;
  readonly sent_at: number | null;
  readonly error: string | null;
  readonly bounced_at: number | null;
  readonly bounce: 'bounced' | 'complained' | null;
}

const TEMPLATES: readonly (readonly [Template, string])[] = [
  ['confirmation', 'confirm an address'],
  ['receipt', 'copy of the NDA'],
  ['notice', 'a request waits'],
  ['decision', 'decision'],
  ['expired', 'request ran out'],
  ['revoked', 'access withdrawn'],
  ['recalled', 'version taken back'],
  ['expiring', 'access ends soon'],
  ['new-version', 'new version'],
  ['subscription', 'confirm a subscription'],
  ['news', 'news'],
  ['invitation', 'invitation'],
  ['acknowledgement', 'copy of what a colleague acknowledged'],
  ['removed', 'place of a colleague ended'],
  ['proposal', 'a proposal waits'],
  ['proposal-reminder', 'a proposal lapses soon'],
  ['reminder', 'requests wait for too long'],
  ['webhook-disabled', 'webhook turned off'],
];
const STATES: readonly (readonly [MailState, string])[] = [
  ['queued', 'waits'],
  ['sending', 'is being sent'],
  ['sent', 'sent'],
  ['dead', 'given up'],
];
const RETURNED = [
  ['bounced', 'came back'],
  ['complained', 'called spam'],
] as const;

const labelOf = <Key extends string>(labels: readonly (readonly [Key, string])[], key: Key): string =>
  labels.find(([name]) => name === key)?.[1] ?? key;

/**
 * `/console/mails`: what was sent, what waits and what did not arrive, the newest first. Whoever only looks sees who it was
 * for only in part, and cannot look for an address.
 *
 * @param staff - who looks
 */
export function mailList(staff: Staff): List<Row> {
  const mayAct = may(staff, 'approver');
  const recipientOf = (row: Row) => (mayAct ? row.recipient : masked(row.recipient));
  return {
    path: '/console/mails',
    title: 'Mail',
    lead: 'Every mail of the last 90 days. Texts are not kept: they are made when a mail is sent.',
    empty: 'There is no such mail.',
    select: `SELECT m.id, m.template, m.recipient, m.subject_id, m.state, m.tries, m.created_at, m.sent_at, m.error, m.bounced_at, m.bounce
      FROM mails m`,
    order: { by: 'm.created_at', id: 'm.id', of: (row) => [row.created_at, row.id] },
    textOf: (row) => row.recipient,
    filters: [
      {
        kind: 'choice',
        name: 'state',
        label: 'State',
        options: STATES,
        condition: (state) => ({ sql: 'm.state = ?', values: [state] }),
      },
      {
        kind: 'choice',
        name: 'kind',
        label: 'Kind',
        options: TEMPLATES,
        condition: (template) => ({ sql: 'm.template = ?', values: [template] }),
      },
      {
        kind: 'choice',
        name: 'returned',
        label: 'Came back',
        options: RETURNED,
        condition: (bounce) => ({ sql: 'm.bounce IS NOT NULL AND m.bounce = ?', values: [bounce] }),
      },
      ...(mayAct ? [{ kind: 'prefix', name: 'to', label: 'Address', column: 'm.recipient' } as const] : []),
      ...between('m.created_at'),
    ],
    columns: [
      {
        key: 'kind',
        label: 'Kind',
        value: (row) => row.template,
        show: (row) => labelOf(TEMPLATES, row.template),
      },
      { key: 'to', label: 'To', value: recipientOf },
      {
        key: 'state',
        label: 'State',
        value: (row) => row.state,
        show: (row) => <State row={row} />,
      },
      { key: 'tries', label: 'Tries', value: (row) => row.tries },
      { key: 'wanted', label: 'Wanted', value: (row) => minute(row.created_at) },
      { key: 'sent', label: 'Sent', value: (row) => (row.sent_at === null ? null : minute(row.sent_at)) },
      {
        key: 'returned',
        label: 'Came back',
        value: (row) => row.bounce,
        hidden: true,
      },
      { key: 'error', label: 'What went wrong', value: (row) => row.error, hidden: true },
      {
        key: 'act',
        label: 'Try again',
        value: () => null,
        show: (row) =>
          mayAct ? (
            <>
              {row.state === 'dead' || row.bounce === 'bounced' ? (
                <Act row={row} staff={staff} act="requeue" label="Try again" />
              ) : null}
              {row.bounce !== null || row.error === SUPPRESSED ? (
                <Act row={row} staff={staff} act="allow" label="Allow mail to it" />
              ) : null}
            </>
          ) : null,
      },
      { key: 'about', label: 'About', value: (row) => row.subject_id, hidden: true },
      { key: 'id', label: 'Id', value: (row) => row.id, hidden: true },
    ],
  };
}

function State({ row }: { row: Row }) {
  return (
    <>
      {row.bounce === null
        ? labelOf(STATES, row.state)
        : `${labelOf(RETURNED, row.bounce)} on ${minute(row.bounced_at ?? 0)}`}
      {row.error === null ? null : <span class="line hint">{row.error}</span>}
    </>
  );
}

function Act({
  row,
  staff,
  act,
  label,
}: {
  row: Row;
  staff: Staff;
  act: 'requeue' | 'allow';
  label: string;
}) {
  return (
    <form method="post" action={`/console/mails/${row.id}/${act}`}>
      <input type="hidden" name="person" value={staff.person.id} />
      <button
        type="submit"
        class="button quiet"
        aria-label={`${label}: ${labelOf(TEMPLATES, row.template)} to ${row.recipient}`}
      >
        {label}
      </button>
    </form>
  );
}
