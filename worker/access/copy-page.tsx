import { formats } from '../../core/formats/format.ts';
import type { Report } from '../../schema/reports.ts';
import { formatOf } from '../../schema/unmarked.ts';
import { content } from '../content.ts';
import type { KeptVersion } from '../reports/store.ts';
import { dayInWords } from './day.ts';
import type { FoundGrant } from './grant.ts';
import { Fact } from './nda-page.tsx';

/** What the page shows. */
export interface CopyProps {
  readonly report: Report;
  readonly grant: FoundGrant;
  /** Downloads that count, so far; 0 where any number is allowed. */
  readonly used: number;
  /** Until when a newer text of the NDA is to be accepted, in milliseconds; null where there is none. */
  readonly newerUntil: number | null;
  /** Whether the download begins by itself. */
  readonly atOnce: boolean;
  /** SHA-256 of the file as its auditor signed it; null where that was not signed. */
  readonly signedOriginal: string | null;
  /** Older versions that the reader had and may have again, newest first. */
  readonly kept: readonly Pick<KeptVersion, 'revision' | 'published_at'>[];
  /** Who accepted the agreement, where it was a colleague. */
  readonly cover: { readonly name: string; readonly company: string } | null;
}

/** `/access/:report/copy`: the download begins by itself while this page stays; without a visible mark, a notice comes first. */
export function CopyPage({
  report,
  grant,
  used,
  newerUntil,
  atOnce,
  signedOriginal,
  kept,
  cover,
}: CopyProps) {
  const file = `/access/${report.id}/file`;
  return (
    <>
      <p class="above">
        <a href={`/reports/${report.id}/`}>{report.title}</a>
      </p>
      <h1>Your copy is ready</h1>
      {report.unmarked ? (
        <UnmarkedNotice report={report} reason={report.unmarked.reason} file={file} />
      ) : (
        <>
          <p class="lead">
            {atOnce ? 'The download starts by itself: ' : 'It is ready to download: '}
            {report.pages} pages. Each carries your name and the number below.
          </p>
          <p class="actions">
            <a class="button" href={file}>
              {atOnce ? 'Download again' : 'Download'}
            </a>{' '}
            <a class="button quiet" href={`${file}?view=inline`}>
              Open in the browser
            </a>
          </p>
        </>
      )}
      {newerUntil === null ? null : (
        <div class="notice">
          <p>
            There is a newer version of the agreement. What you accepted opens the report until{' '}
            <time datetime={new Date(newerUntil).toISOString()}>{dayInWords(newerUntil)}</time>.{' '}
            <a href={`/access/${report.id}/nda`}>See what changed, and accept it</a>.
          </p>
        </div>
      )}
      <dl class="facts">
        <Fact name="Copy">
          <code class="digits">{grant.copyId}</code>
        </Fact>
        <Fact name="You may have it because">
          <BasisOf grant={grant} cover={cover} />
        </Fact>
        <Fact name="Download until">
          <time datetime={new Date(grant.expiresAt).toISOString()}>{dayInWords(grant.expiresAt)}</time>
          {grant.quota === null ? ', as often as you like' : null}
        </Fact>
        {grant.quota === null ? null : (
          <Fact name="Downloads">
            {Math.max(0, grant.quota - used)} of {grant.quota} left; going on with a download that broke off
            does not count
          </Fact>
        )}
        {kept.length === 0 ? null : (
          <Fact name="Older versions">
            A newer version took the place of what you had; that stays yours to download as long:
            {kept.map(({ revision, published_at }, i) => (
              <>
                {i === 0 ? ' ' : ', '}
                <a href={`${file}?version=${revision}`}>
                  the version of{' '}
                  <time datetime={new Date(published_at).toISOString()}>{dayInWords(published_at)}</time>
                </a>
              </>
            ))}
            .
          </Fact>
        )}
        {signedOriginal ? (
          <Fact name="Signed original">
            The auditor signed the report digitally; a copy with marks cannot carry that signature. The signed
            file has the SHA-256 <code>{signedOriginal}</code>. Ask the auditor whether theirs has the same.
          </Fact>
        ) : null}
      </dl>
      <p class="hint">
        Your downloads, your agreements and everything else that we hold about you:{' '}
        <a href="/my-access">My access</a>.
      </p>
    </>
  );
}

/** `/access/:report/copy` before the day from which the report was released. */
export function LaterPage({ report, begins }: { report: Report; begins: number }) {
  return (
    <>
      <p class="above">
        <a href={`/reports/${report.id}/`}>{report.title}</a>
      </p>
      <h1>Your access begins later</h1>
      <p class="lead">
        You may have this report from{' '}
        <time datetime={new Date(begins).toISOString()}>{dayInWords(begins)}</time> on. Come back to this page
        then; nothing is asked of you again.
      </p>
    </>
  );
}

/** Said before the file, since the file itself does not say it where a reader looks. */
function UnmarkedNotice({ report, reason, file }: { report: Report; reason: string; file: string }) {
  return (
    <>
      <div class="notice warn">
        <p>
          This report is a file of another kind than PDF ({formats[formatOf(report)].name}), and nothing that
          you see in it says whose copy it is. It is confidential all the same, and yours alone: what you may
          do with it is below. The number of your copy is in its metadata.
        </p>
        <p>{reason}</p>
      </div>
      <p class="actions">
        <a class="button" href={file}>
          Download
        </a>
      </p>
    </>
  );
}

function BasisOf({ grant, cover }: Pick<CopyProps, 'grant' | 'cover'>) {
  const { terms } = content.company;
  const detail = JSON.parse(grant.basisDetail) as Partial<Record<string, string>>;
  const released = grant.basis === 'staff' ? ', and we released it to you' : '';
  if (grant.acceptanceId === null && detail.clause !== undefined)
    return (
      <>
        the <a href={detail.url}>Terms of Service</a>, version {detail.version}, clause {detail.clause}, cover
        it{released}. {terms.allowed}
      </>
    );
  if (grant.acceptanceId === null && detail.agreement !== undefined)
    return (
      <>
        an NDA between us covers it: {detail.reason} ({detail.agreement}){released}. {terms.allowed}
      </>
    );
  if (grant.acceptanceId === null) return <>we released it to you.</>;
  const { nda } = content;
  const accepted = nda.versions.find(({ sha256 }) => sha256 === grant.acceptedHash) ?? nda;
  return (
    <>
      {cover ? (
        <>
          <bdi>{cover.name}</bdi> accepted for <bdi>{cover.company}</bdi>
        </>
      ) : (
        'you accepted'
      )}{' '}
      the <a href={accepted.path}>{nda.title}</a>, version {accepted.version}
      {released}. {nda.summary}
    </>
  );
}
