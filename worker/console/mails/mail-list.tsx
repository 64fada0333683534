import { type MailState, NO_LONGER_WANTED, SUPPRESSED, type Template } from '../../mail/store.ts';
import { between, type Condition, type List } from '../lists/list.ts';
import { minute } from '../minute.ts';
import { Moment } from '../moment.tsx';
import { may, type Staff } from '../staff.ts';
import { MAIL_STATES, optionsOf, RETURNS, TEMPLATES } from '../words.ts';

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

/** What was given up for a reason of ours is no failure that anybody has to look at. */
const isDropped = (row: Row): boolean => row.state === 'dead' && row.error === NO_LONGER_WANTED;

const STATES: Readonly<Record<string, Condition>> = {
  dead: { sql: "m.state = 'dead' AND m.error IS NOT ?", values: [NO_LONGER_WANTED] },
  dropped: { sql: "m.state = 'dead' AND m.error = ?", values: [NO_LONGER_WANTED] },
};

/**
 * `/console/mails`: what was sent, what waits and what did not arrive, the newest first. Whoever only looks sees who it was
 * for only in part, and cannot look for an address.
 *
 * @param staff - who looks
 */
export function mailList(staff: Staff): List<Row> {
  const mayAct = may(staff, 'approver');
  return {
    path: '/console/mails',
    title: 'Mail',
    lead: 'Every mail of the last 90 days. Texts are not kept: they are made when a mail is sent.',
    empty: 'There is no mail of that kind.',
    select: `SELECT m.id, m.template, m.recipient, m.subject_id, m.state, m.tries, m.created_at, m.sent_at, m.error, m.bounced_at, m.bounce
      FROM mails m`,
    order: { by: 'm.created_at', id: 'm.id', of: (row) => [row.created_at, row.id] },
    textOf: (row) => row.recipient,
    filters: [
      {
        kind: 'choice',
        name: 'state',
        label: 'State',
        options: optionsOf(MAIL_STATES),
        condition: (state) => STATES[state] ?? { sql: 'm.state = ?', values: [state] },
      },
      {
        kind: 'choice',
        name: 'kind',
        label: 'Kind',
        options: optionsOf(TEMPLATES),
        condition: (template) => ({ sql: 'm.template = ?', values: [template] }),
      },
      {
        kind: 'choice',
        name: 'returned',
        label: 'Came back',
        options: optionsOf(RETURNS),
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
        show: (row) => TEMPLATES[row.template],
      },
      { key: 'to', label: 'To', value: (row) => row.recipient },
      {
        key: 'state',
        label: 'State',
        value: (row) => row.state,
        show: (row) => <State row={row} error={row.error} />,
      },
      { key: 'tries', label: 'Tries', value: (row) => row.tries },
      {
        key: 'wanted',
        label: 'Due',
        value: (row) => minute(row.created_at),
        show: (row) => <Moment at={row.created_at} />,
      },
      {
        key: 'sent',
        label: 'Sent',
        value: (row) => (row.sent_at === null ? null : minute(row.sent_at)),
        show: (row) => (row.sent_at === null ? null : <Moment at={row.sent_at} />),
      },
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
              {(row.state === 'dead' && !isDropped(row)) || row.bounce === 'bounced' ? (
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

function State({ row, error }: { row: Row; error: string | null }) {
  return (
    <>
      {row.bounce === null ? (
        MAIL_STATES[isDropped(row) ? 'dropped' : row.state]
      ) : (
        <>
          {RETURNS[row.bounce]} <Moment at={row.bounced_at ?? 0} />
        </>
      )}
      {error === null || isDropped(row) ? null : <span class="line hint">{error}</span>}
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
        aria-label={`${label}: ${TEMPLATES[row.template]} to ${row.recipient}`}
      >
        {label}
      </button>
    </form>
  );
}
