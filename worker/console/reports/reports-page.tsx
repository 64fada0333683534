import { extentOf } from '../../../core/publish/extent.ts';
import { sizeText } from '../../../core/publish/size-text.ts';
import type { Report } from '../../../schema/reports.ts';
import { Fact } from '../../access/nda-page.tsx';
import { Moment } from '../moment.tsx';
import { CLASSES, wordsOf } from '../words.ts';
import type { StoredVersion } from './versions.ts';

/** `/console/reports`: each gated report, which version readers get, and those that are stored. */
export function ReportsPage({
  reports,
  versions,
  personId,
  mayPublish,
  mayRevoke,
}: {
  reports: readonly Report[];
  versions: readonly StoredVersion[];
  personId: string;
  mayPublish: boolean;
  mayRevoke: boolean;
}) {
  return (
    <>
      <h1>Reports behind the gate</h1>
      <p class="lead">Which version readers get, and which ones are stored besides.</p>
      {reports.map((report) => (
        <ReportVersions
          report={report}
          versions={versions.filter(({ reportId }) => reportId === report.id)}
          personId={personId}
          mayPublish={mayPublish}
          mayRevoke={mayRevoke}
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
  mayRevoke,
}: {
  report: Report;
  versions: readonly StoredVersion[];
  personId: string;
  mayPublish: boolean;
  mayRevoke: boolean;
}) {
  const heading = `report-${report.id}`;
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{report.title}</h2>
      {versions.some(({ live }) => live) ? null : (
        <p>No version is live: readers are told that this report is not handed out at present.</p>
      )}
      {versions.map((version) => (
        <Version
          report={report}
          version={version}
          personId={personId}
          mayPublish={mayPublish}
          mayRevoke={mayRevoke}
        />
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
  mayRevoke,
}: {
  report: Report;
  version: StoredVersion;
  personId: string;
  mayPublish: boolean;
  mayRevoke: boolean;
}) {
  const name = `version-${report.id}-${version.revision.slice(0, 12)}`;
  return (
    <>
      <h3 id={name}>
        {version.live ? 'Live: ' : version.withdrawnAt === null ? 'Stored: ' : 'Withdrawn: '}
        <Moment at={version.publishedAt} />
      </h3>
      <dl class="facts">
        <Fact name="Published by">
          <bdi>{version.publishedBy}</bdi>
        </Fact>
        <Fact name="A copy">
          {extentOf(version.extent)}, {sizeText(version.length)}
        </Fact>
        <Fact name="Checked">
          {wordsOf(CLASSES, version.class)}
          {version.notes.length > 0 ? (
            <ul>
              {version.notes.map((note) => (
                <li>{note}</li>
              ))}
            </ul>
          ) : null}
        </Fact>
        <Fact name="Version">
          <code>{version.revision}</code>
        </Fact>
        <Fact name="SHA-256 of the source">
          <code>{version.sourceSha256}</code>
        </Fact>
      </dl>
      {version.live || version.withdrawnAt !== null || !mayPublish ? null : (
        <form method="post" action={`/console/reports/${report.id}/live`}>
          <input type="hidden" name="person" value={personId} />
          <input type="hidden" name="revision" value={version.revision} />
          <p class="actions">
            <button type="submit" class="button quiet" aria-describedby={name}>
              Publish this version again
            </button>
          </p>
        </form>
      )}
      {mayRevoke && version.withdrawnAt === null ? (
        <p>
          <a
            href={`/console/revocations/new?scope=version&target=${report.id}/${version.revision}`}
            aria-describedby={name}
          >
            Withdraw this version
          </a>
        </p>
      ) : null}
    </>
  );
}
