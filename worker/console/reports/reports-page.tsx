import { formats } from '../../../core/formats/format.ts';
import { sizeText } from '../../../core/publish/size-text.ts';
import type { Report } from '../../../schema/reports.ts';
import { Fact } from '../../access/nda-page.tsx';
import { minute } from '../minute.ts';
import type { StoredVersion } from './versions.ts';

/** `/console/reports`: each gated report, which version readers get, and those that are stored. */
export function ReportsPage({
  reports,
  versions,
  personId,
  mayPublish,
}: {
  reports: readonly Report[];
  versions: readonly StoredVersion[];
  personId: string;
  mayPublish: boolean;
}) {
  return (
    <>
      <h1>Reports behind the gate</h1>
      {reports.map((report) => (
        <ReportVersions
          report={report}
          versions={versions.filter(({ reportId }) => reportId === report.id)}
          personId={personId}
          mayPublish={mayPublish}
        />
      ))}
    </>
  );
}

function ReportVersions({
  report,
  versions,
  personId,
  mayPublish,
}: {
  report: Report;
  versions: readonly StoredVersion[];
  personId: string;
  mayPublish: boolean;
}) {
  const heading = `report-${report.id}`;
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{report.title}</h2>
      {versions.some(({ live }) => live) ? null : (
        <p>No version is live: readers are told that there is nothing here.</p>
      )}
      {versions.map((version) => (
        <Version report={report} version={version} personId={personId} mayPublish={mayPublish} />
      ))}
      {mayPublish ? (
        <p class="actions">
          <a class="button" href={`/console/reports/${report.id}/publish`} aria-describedby={heading}>
            Publish a new version
          </a>
        </p>
      ) : null}
    </section>
  );
}

function Version({
  report,
  version,
  personId,
  mayPublish,
}: {
  report: Report;
  version: StoredVersion;
  personId: string;
  mayPublish: boolean;
}) {
  const name = `version-${report.id}-${version.revision.slice(0, 12)}`;
  return (
    <>
      <h3 id={name}>
        {version.live ? 'Live: ' : ''}
        {minute(version.publishedAt)}
      </h3>
      <dl class="facts">
        <Fact name="Published by">
          <bdi>{version.publishedBy}</bdi>
        </Fact>
        <Fact name="A copy">
          {extent(version)}, {sizeText(version.length)}
        </Fact>
        <Fact name="Taken in as">
          {version.class}
          {version.notes.length > 0 ? (
            <ul>
              {version.notes.map((note) => (
                <li>{note}</li>
              ))}
            </ul>
          ) : null}
        </Fact>
        <Fact name="Revision">
          <code>{version.revision}</code>
        </Fact>
        <Fact name="SHA-256 of the source">
          <code>{version.sourceSha256}</code>
        </Fact>
      </dl>
      {version.live || !mayPublish ? null : (
        <form method="post" action={`/console/reports/${report.id}/live`}>
          <input type="hidden" name="person" value={personId} />
          <input type="hidden" name="revision" value={version.revision} />
          <p class="actions">
            <button type="submit" class="button quiet" aria-describedby={name}>
              Make this version live
            </button>
          </p>
        </form>
      )}
    </>
  );
}

function extent({ format, pages }: StoredVersion): string {
  return pages === null ? (formats[format]?.name ?? format) : `${pages} pages`;
}
