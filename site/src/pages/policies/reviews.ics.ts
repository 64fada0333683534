import ical from 'ical-generator';
import { addDays } from '../../../../schema/calendar.ts';
import { reviewState } from '../../../../schema/history/review-state.ts';
import { company, origin, policies } from '../../content.ts';
import { asOf, historyOf } from '../../policies/histories.ts';

/**
 * The days by which the policies have to be reviewed, as a calendar to subscribe to (RFC 5545): owners are reminded, and
 * readers see what is due. The same content makes the same bytes.
 */
export function GET(): Response {
  const calendar = ical({
    name: `${company.name}: reviews of policies`,
    prodId: { company: company.name, product: 'Policies', language: 'EN' },
    ttl: 60 * 60 * 24,
  });
  for (const policy of policies) {
    const { last, due } = reviewState(historyOf(policy), asOf);
    const known = at(last?.by.date ?? asOf);
    calendar.createEvent({
      id: `${policy.id}-${due}@${company.domain}`,
      stamp: known,
      created: known,
      start: at(due),
      end: at(addDays(due, 1)),
      allDay: true,
      timezone: 'UTC',
      summary: `Review due: ${policy.title} (${company.name})`,
      description: `${policy.ownerRole} reviews it, also when nothing changes.`,
      url: `${origin}/policies/${policy.id}/`,
    });
  }
  return new Response(calendar.toString());
}

function at(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
