import { formats } from '../../core/formats/format.ts';
import type { Report } from '../../schema/reports.ts';
import { formatOf } from '../../schema/unmarked.ts';
import { content } from '../content.ts';
import type { LiveGrant } from './grant.ts';
import { Fact } from './nda-page.tsx';

/** What the page shows. */
export interface CopyProps {
  readonly report: Report;
  readonly grant: LiveGrant;
  /** SHA-256 of the file as its auditor signed it; null where that was not signed. */
  readonly signedOriginal: string | null;
}

/** `/access/:report/copy`: the download begins by itself while this page stays; without a visible mark, a notice comes first. */
export function CopyPage({ report, grant, signedOriginal }: CopyProps) {
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
            The download starts by itself: {report.pages} pages. Each carries your name and the number below.
          </p>
          <p class="actions">
            <a class="button" href={file}>
              Download again
            </a>{' '}
            <a class="button quiet" href={`${file}?view=inline`}>
              Open in the browser
            </a>
          </p>
        </>
      )}
      <dl class="facts">
        <Fact name="Copy">
          <code class="digits">{grant.copyId}</code>
        </Fact>
        <Fact name="You may have it because">
          <BasisOf grant={grant} />
        </Fact>
        <Fact name="Download until">
          <time datetime={new Date(grant.expiresAt).toISOString()}>{dayInWords(grant.expiresAt)}</time>, as
          often as you like
        </Fact>
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

function BasisOf({ grant }: { grant: LiveGrant }) {
  const { terms } = content.company;
  if (grant.basis === 'terms') {
    const detail = JSON.parse(grant.basisDetail) as { version: string; clause: string; url: string };
    return (
      <>
        the <a href={detail.url}>Terms of Service</a>, version {detail.version}, clause {detail.clause}, cover
        it. {terms.allowed}
      </>
    );
  }
  if (grant.acceptanceId === null && grant.basis === 'nda') {
    const detail = JSON.parse(grant.basisDetail) as { agreement: string; reason: string };
    return (
      <>
        an NDA between us covers it: {detail.reason} ({detail.agreement}). {terms.allowed}
      </>
    );
  }
  if (grant.acceptanceId === null) return <>we released it to you. {terms.allowed}</>;
  const { nda } = content;
  return (
    <>
      you accepted the <a href={nda.path}>{nda.title}</a>, version {nda.version}
      {grant.basis === 'staff' ? ', and we released it to you' : ''}. {nda.summary}
    </>
  );
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const dayInWords = (milliseconds: number): string => DAY.format(milliseconds);
