import type { Report } from '../../schema/reports.ts';
import { html, mailLink, text } from '../../words/html.ts';
import { content } from '../content.ts';
import { useWords, written } from '../localised.tsx';
import { AboveReport } from './choose-page.tsx';
import { Earlier } from './earlier.tsx';
import type { RequestRow } from './request-store.ts';
import { reasonIn } from './settle.ts';

/** What both pages show. */
interface Props {
  readonly report: Report;
  readonly request: RequestRow;
  /** The request of the same person before this one. */
  readonly earlier: RequestRow | null;
}

/** `/access/:report/pending`: a person decides; who, how long that usually takes, and how to take the request back. */
export function PendingPage({ report, request, earlier, personId }: Props & { personId: string }) {
  const { access, company } = content;
  const { m, own } = useWords();
  const words = m.pending;
  return (
    <>
      <AboveReport report={report} />
      <h1>{words.title}</h1>
      <p class="lead">
        {written(
          report.decision
            ? words.decides(own(report.decision.by), own(report.decision.usualTime))
            : words.somebody,
        )}{' '}
        {request.address === '' ? words.comeBack : words.byMail(request.address)}
      </p>
      <Earlier request={earlier} />
      <p class="hint">
        {written(words.close(text('/my-access'), access.waitingDays, mailLink(company.contacts.access)))}
      </p>
      <form method="post" action={`/access/${report.id}/withdraw`}>
        <input type="hidden" name="person" value={personId} />
        <input type="hidden" name="request" value={request.id} />
        <p class="actions">
          <button type="submit" class="button quiet">
            {words.withdraw}
          </button>
        </p>
      </form>
    </>
  );
}

/** After a no, of staff or of a rule: why, and whom to answer. */
export function DeniedPage({ report, request, earlier }: Props) {
  const { access } = content.company.contacts;
  const words = useWords();
  return (
    <>
      <AboveReport report={report} />
      <h1>{words.m.denied.title}</h1>
      <p class="lead">{written(reasonIn(words, request.reason))}</p>
      <p>{written(words.m.denied.answer(mailLink(access), html`/access/${text(report.id)}?again`))}</p>
      <Earlier request={earlier} />
    </>
  );
}
