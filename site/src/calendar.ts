import ical, { type ICalCalendar } from 'ical-generator';
import { addDays } from '../../schema/calendar.ts';
import { company, origin } from './content.ts';

/** Calendars to subscribe to (RFC 5545), of whole days. The same content makes the same bytes. */

/** A day that a calendar holds. */
export interface CalendarDay {
  /** Unique, and the same in every build. */
  readonly id: string;
  /** ISO 8601. */
  readonly day: string;
  /** Since which day it is known. */
  readonly known: string;
  readonly summary: string;
  readonly description: string;
  /** The path of the page that says more. */
  readonly page: string;
}

/**
 * A calendar as it is served: lines end with CRLF, the last one included, and are folded at 75 octets (RFC 5545, section 3.1).
 *
 * @param name - what it is of; the company's name is put before it
 * @param product - the part of the site that makes it
 * @param days - what it holds
 */
export function calendarOf(name: string, product: string, days: readonly CalendarDay[]): string {
  const calendar: ICalCalendar = ical({
    name: `${company.name}: ${name}`,
    prodId: { company: company.name, product, language: 'EN' },
    ttl: 60 * 60 * 24,
  });
  for (const { id, day, known, summary, description, page } of days) {
    calendar.createEvent({
      id,
      stamp: midnight(known),
      created: midnight(known),
      start: midnight(day),
      end: midnight(addDays(day, 1)),
      allDay: true,
      timezone: 'UTC',
      summary: `${summary} (${company.name})`,
      description,
      url: `${origin}${page}`,
    });
  }
  return `${calendar.toString()}\r\n`;
}

function midnight(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
