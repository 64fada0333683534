import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../site/src/calendar.ts';
import { files, read } from './built.ts';

/** RFC 5545, section 3.1: lines end with CRLF, and have 75 octets at most. */
function checkLines(bytes: Buffer): void {
  const text = bytes.toString('utf8');
  expect(Buffer.from(text)).toEqual(bytes);
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  const lines = text.split('\r\n').slice(0, -1);
  for (const line of lines) {
    expect(line).not.toMatch(/[\r\n]/);
    expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
    expect(line).toMatch(/^([A-Z-]+[;:]| )/);
  }
}

describe('calendars', () => {
  const calendars = files.filter((file) => file.endsWith('.ics'));

  it('there are those of reviews and of objections', () => {
    expect(calendars).toEqual(['policies/reviews.ics', 'subprocessors/objections.ics']);
  });

  it.each(calendars)('%s ends each line with CRLF, and folds what is longer than 75 octets', (file) => {
    checkLines(read(file));
  });

  it('letters of several octets are not parted, however long a name is', () => {
    for (let shift = 0; shift < 4; shift += 1) {
      const summary = `${'x'.repeat(shift)}${'Größe 漢字 🙂 '.repeat(30)}`;
      const calendar = calendarOf(summary, 'Test', [
        { id: '1', day: '2026-01-31', known: '2026-01-01', summary, description: summary, page: '/' },
      ]);
      checkLines(Buffer.from(calendar));
      expect(calendar.replaceAll('\r\n ', '')).toContain(summary.trim());
      expect(calendar).not.toContain('\uFFFD');
      expect(calendar).toContain('DTEND;VALUE=DATE:20260201');
    }
  });
});
