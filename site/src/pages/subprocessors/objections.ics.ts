import { calendarOf } from '../../calendar.ts';
import { company, subprocessorChanges } from '../../content.ts';
import { changeId, changeInWords } from '../../subprocessor-words.ts';

/** The days until which customers may object to a change of subprocessors. */
export function GET(): Response {
  const days = subprocessorChanges.flatMap((change) =>
    change.objectUntil === null
      ? []
      : [
          {
            id: changeId(change, company.domain),
            day: change.objectUntil,
            known: change.announced,
            summary: `Last day to object: ${change.name}`,
            description: changeInWords(change),
            page: '/subprocessors/',
          },
        ],
  );
  return new Response(calendarOf('objections to subprocessors', 'Subprocessors', days));
}
