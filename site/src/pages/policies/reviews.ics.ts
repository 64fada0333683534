import { reviewState } from '../../../../schema/history/review-state.ts';
import { calendarOf } from '../../calendar.ts';
import { company, policies } from '../../content.ts';
import { asOf, historyOf } from '../../policies/histories.ts';

/** The days by which the policies have to be reviewed: owners are reminded, and readers see what is due. */
export function GET(): Response {
  const days = policies.map((policy) => {
    const { last, due } = reviewState(historyOf(policy), asOf);
    return {
      id: `${policy.id}-${due}@${company.domain}`,
      day: due,
      known: last?.by.date ?? asOf,
      summary: `Review due: ${policy.title}`,
      description: `${policy.ownerRole} reviews it, also when nothing changes.`,
      page: `/policies/${policy.id}/`,
    };
  });
  return new Response(calendarOf('reviews of policies', 'Policies', days));
}
