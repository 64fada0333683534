import ical from 'ical-generator';
import { addDays } from '../../../../schema/calendar.ts';
import { company, origin, subprocessorChanges } from '../../content.ts';
import { changeId, changeInWords } from '../../subprocessor-words.ts';

/**
 * The days until which customers may object to a change of subprocessors, as a calendar to subscribe to (RFC 5545). The
 * same content makes the same bytes.
 */
export function GET(): Response {
  const calendar = ical({
    name: `${company.name}: objections to subprocessors`,
    prodId: { company: company.name, product: 'Subprocessors', language: 'EN' },
    ttl: 60 * 60 * 24,
  });
  for (const change of subprocessorChanges) {
    const { name, objectUntil, announced } = change;
    if (objectUntil === null) continue;
    calendar.createEvent({
      id: changeId(change, company.domain),
      stamp: at(announced),
      created: at(announced),
      start: at(objectUntil),
      end: at(addDays(objectUntil, 1)),
      allDay: true,
      timezone: 'UTC',
      summary: `Last day to object: ${name} (${company.name})`,
      description: changeInWords(change),
      url: `${origin}/subprocessors/`,
    });
  }
  return new Response(calendar.toString());
}

function at(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
