import { addDays, addMonths, daysBetween } from './calendar.ts';
import type { PublicContent } from './content.ts';
import { expiredClaims } from './expired-claims.ts';
import { fieldName } from './explain.ts';
import type { Finding } from './finding.ts';
import { GRACE_DAYS } from './history/check-history.ts';
import { PROMISE_FILE } from './load-promise.ts';
import { missedPlans } from './missed-plans.ts';

/** So long before security.txt expires, somebody has to have renewed it. */
const SECURITY_TXT_DAYS = 30;

/** So old may the figures of the service promise be. */
const PROMISE_DAYS = 90;

/**
 * Finds what the content promised by a day, and is late with for longer than the grace: claims, plans, controls, answers,
 * follow-ups of incidents; and security.txt before it expires. The site shows each as overdue from the first day.
 *
 * @param content - the content
 * @param day - the day to judge by, ISO 8601
 */
export function outOfDate(content: PublicContent, day: string): Finding[] {
  return [
    ...expiredClaims(content, day),
    ...missedPlans(content, day),
    ...overdueControls(content, day),
    ...overdueAnswers(content, day),
    ...overdueFollowUps(content, day),
    ...securityTxtNearItsEnd(content, day),
    ...oldFigures(content, day),
  ];
}

/** Controls with records of their own; reviews of policies are due one by one, and vendors are a register of their own. */
function overdueControls({ controls }: PublicContent, day: string): Finding[] {
  return controls.flatMap(({ id, title, records, status, nextDue }) => {
    if (records === null || nextDue === null || status !== 'in place') return [];
    const late = daysBetween(nextDue, day);
    if (late <= GRACE_DAYS) return [];
    return {
      file: `content/records/${records.id}.yaml`,
      field: 'runs',
      message: `expected an entry by ${nextDue}, found none for ${late} days since (${GRACE_DAYS} are allowed): carry out “${title}” and record it, or let content/controls/${id}.yaml say that it is not in place`,
    };
  });
}

function overdueAnswers({ questions }: PublicContent, day: string): Finding[] {
  return questions.flatMap(({ id, ...topic }) =>
    topic.questions.flatMap(({ verified, everyMonths }, index) => {
      const due = addMonths(verified, everyMonths);
      const late = daysBetween(due, day);
      if (late <= GRACE_DAYS) return [];
      return {
        file: `content/questions/${id}.yaml`,
        field: fieldName(['questions', index, 'verified'], topic),
        message: `expected the answer verified by ${due}, found "${verified}", ${late} days late (${GRACE_DAYS} are allowed): hold it against practice, mend it, and set the day`,
      };
    }),
  );
}

function overdueFollowUps({ updates }: PublicContent, day: string): Finding[] {
  return updates.flatMap(({ id, postMortem }) =>
    (postMortem?.followUps ?? []).flatMap(({ by, done }, index) => {
      const late = daysBetween(by, day);
      if (done !== undefined || late <= GRACE_DAYS) return [];
      return {
        file: `content/updates/${id}.md`,
        field: fieldName(['postMortem', 'followUps', index, 'done']),
        message: `expected it done by ${by}, found it open ${late} days later (${GRACE_DAYS} are allowed): do it, or amend the update with a new day and the reason`,
      };
    }),
  );
}

/** What was counted long ago says nothing of today. */
function oldFigures({ promise }: PublicContent, day: string): Finding[] {
  const age = promise && daysBetween(promise.asOf.slice(0, 10), day);
  if (age === null || age <= PROMISE_DAYS) return [];
  const message = `expected figures of the last ${PROMISE_DAYS} days, found those of ${age} days ago: run \`trust promise\`, or remove the file`;
  return [{ file: PROMISE_FILE, field: 'asOf', message }];
}

/** RFC 9116, section 2.5.5: what has expired must not be relied upon. */
function securityTxtNearItsEnd({ security }: PublicContent, day: string): Finding[] {
  const { verifiedUntil } = security;
  // Once it has passed, that of the page says so.
  if (verifiedUntil < day || verifiedUntil > addDays(day, SECURITY_TXT_DAYS)) return [];
  return [
    {
      file: 'content/security.yaml',
      field: 'verifiedUntil',
      message: `expected a day more than ${SECURITY_TXT_DAYS} days ahead, found "${verifiedUntil}": security.txt expires then; read the page against practice, and set a new day`,
    },
  ];
}
