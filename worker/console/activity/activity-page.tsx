import type { Report } from '../../../schema/reports.ts';
import { Fact } from '../../access/nda-page.tsx';
import { Chart } from './chart.tsx';
import type { Week } from './read-activity.ts';

/** `/console/activity`: requests, the time to a report, and downloads, by week. */
export function ActivityPage({ weeks, reports }: { weeks: readonly Week[]; reports: readonly Report[] }) {
  const labels = weeks.map(({ from }) => dayInWords(from));
  const byReport = (kind: 'requests' | 'downloads') =>
    reports.map(({ id, title }) => ({ name: title, values: weeks.map((week) => week[kind][id] ?? 0) }));
  const latest = weeks.at(-1);
  return (
    <>
      <h1>Activity</h1>
      <p class="lead">
        The last {weeks.length} weeks, from Monday to Sunday, in UTC. The last one is not over.
      </p>
      {latest ? (
        <dl class="facts figures">
          <Fact name="Requests this week">{sumOf(latest.requests)}</Fact>
          <Fact name="Median time this week">
            {latest.medianSeconds === null ? '–' : durationInWords(latest.medianSeconds)}
          </Fact>
          <Fact name="Downloads this week">{sumOf(latest.downloads)}</Fact>
        </dl>
      ) : null}
      <section aria-labelledby="requests">
        <h2 id="requests">Requests by week</h2>
        <Chart title="Requests by week" labels={labels} series={byReport('requests')} say={String} />
      </section>
      <section aria-labelledby="time">
        <h2 id="time">Median time from the form to the report</h2>
        <Chart
          title="Median time from the form to the report"
          labels={labels}
          series={[{ name: 'Median', values: weeks.map(({ medianSeconds }) => medianSeconds) }]}
          say={durationInWords}
          roundUp={niceDuration}
        />
      </section>
      <section aria-labelledby="downloads">
        <h2 id="downloads">Downloads by week and report</h2>
        <Chart
          title="Downloads by week and report"
          labels={labels}
          series={byReport('downloads')}
          say={String}
        />
      </section>
      <section aria-labelledby="numbers">
        <h2 id="numbers">The same in numbers</h2>
        {/* Focusable, so that a keyboard can scroll it where it is wider than the screen. */}
        <section class="sideways" aria-labelledby="numbers" tabindex={0}>
          <table>
            <caption class="visually-hidden">Activity by week, the newest first</caption>
            <thead>
              <tr>
                <th scope="col" rowspan={2}>
                  Week from
                </th>
                <th scope="colgroup" colspan={reports.length}>
                  Requests
                </th>
                <th scope="col" rowspan={2}>
                  Median time
                </th>
                <th scope="colgroup" colspan={reports.length}>
                  Downloads
                </th>
              </tr>
              <tr>
                {[...reports, ...reports].map(({ title }) => (
                  <th scope="col">{title}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeks.toReversed().map((week) => (
                <tr>
                  <th scope="row">
                    <time datetime={week.from}>{dayInWords(week.from)}</time>
                  </th>
                  {reports.map(({ id }) => (
                    <td>{week.requests[id] ?? 0}</td>
                  ))}
                  <td>{week.medianSeconds === null ? '–' : durationInWords(week.medianSeconds)}</td>
                  {reports.map(({ id }) => (
                    <td>{week.downloads[id] ?? 0}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </section>
    </>
  );
}

const sumOf = (byReport: Readonly<Record<string, number>>): number =>
  Object.values(byReport).reduce((sum, n) => sum + n, 0);

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** A day of ISO 8601 as a label: `3 Nov`. */
const dayInWords = (day: string): string => DAY.format(Date.parse(day));

/** A duration to one unit. */
function durationInWords(seconds: number): string {
  if (seconds < 180) return `${Math.round(seconds)} s`;
  if (seconds < 180 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 72 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

const MINUTE = 60;
const HOUR = 3600;
const DURATIONS = [1, 2, 4, 10, 30, 60, 120]
  .map((n) => n * MINUTE)
  .concat([4, 12, 24, 48, 96].map((n) => n * HOUR));

/** The next duration of which the half is round too. */
function niceDuration(seconds: number): number {
  const days = 2 * 24 * HOUR;
  return DURATIONS.find((duration) => duration >= seconds) ?? Math.ceil(seconds / days) * days;
}
