import type { Report } from '../../../schema/reports.ts';
import { Chart } from './chart.tsx';
import type { Week } from './read-activity.ts';

/** `/console/activity`: requests, the time to a report, and downloads, by week. */
export function ActivityPage({ weeks, reports }: { weeks: readonly Week[]; reports: readonly Report[] }) {
  const labels = weeks.map(({ from }) => from.slice(5));
  const byReport = (kind: 'requests' | 'downloads') =>
    reports.map(({ id, title }) => ({ name: title, values: weeks.map((week) => week[kind][id] ?? 0) }));
  return (
    <>
      <h1>Activity</h1>
      <p class="lead">
        The last {weeks.length} weeks, from Monday to Sunday, in UTC. The last one is not over.
      </p>
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
        <table class="stack">
          <caption class="visually-hidden">Activity by week, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">Week from</th>
              {reports.map(({ title }) => (
                <th scope="col">Requests: {title}</th>
              ))}
              <th scope="col">Median time</th>
              {reports.map(({ title }) => (
                <th scope="col">Downloads: {title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.toReversed().map((week) => (
              <tr>
                <th scope="row">{week.from}</th>
                {reports.map(({ id, title }) => (
                  <td data-label={`Requests: ${title}`}>{week.requests[id] ?? 0}</td>
                ))}
                <td data-label="Median time">
                  {week.medianSeconds === null ? 'nobody' : durationInWords(week.medianSeconds)}
                </td>
                {reports.map(({ id, title }) => (
                  <td data-label={`Downloads: ${title}`}>{week.downloads[id] ?? 0}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** A duration to one unit. */
function durationInWords(seconds: number): string {
  if (seconds < 180) return `${Math.round(seconds)} s`;
  if (seconds < 180 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 72 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
