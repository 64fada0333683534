import type { Report } from '../../schema/reports.ts';
import { content } from '../content.ts';
import type { LiveGrant } from './grant.ts';
import { Fact } from './nda-page.tsx';

/** `/access/:report/copy`: the download begins by itself while this page stays. */
export function CopyPage({ report, grant }: { report: Report; grant: LiveGrant }) {
  const file = `/access/${report.id}/file`;
  return (
    <>
      <p class="above">
        <a href={`/reports/${report.id}/`}>{report.title}</a>
      </p>
      <h1>Your copy is ready</h1>
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
      </dl>
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
