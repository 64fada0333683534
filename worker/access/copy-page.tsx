import { formats } from '../../core/formats/format.ts';
import type { Report } from '../../schema/reports.ts';
import { formatOf } from '../../schema/unmarked.ts';
import { code, type Html, html, link, mailLink, text } from '../../words/html.ts';
import { content } from '../content.ts';
import { isolated, type Localised, Own, useWords, written } from '../localised.tsx';
import type { KeptVersion } from '../reports/store.ts';
import { AboveReport } from './choose-page.tsx';
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
  /**
   * In the days before the end: when more time was asked for, in milliseconds, if it was, and whether it would give nothing; null
   * before.
   */
  readonly renewal: { readonly asked: number | null; readonly spent: boolean } | null;
}

/** `/access/:report/copy`: the download begins by itself while this page stays; without a visible mark, a notice comes first. */
export function CopyPage(props: CopyProps) {
  const { report, grant, used, newerUntil, atOnce, signedOriginal, kept } = props;
  const { m, time } = useWords();
  const words = m.copy;
  const file = `/access/${report.id}/file`;
  return (
    <>
      <AboveReport report={report} />
      <h1>{words.title}</h1>
      {report.unmarked ? (
        <UnmarkedNotice report={report} reason={report.unmarked.reason} file={file} />
      ) : (
        <>
          <p class="lead">{(atOnce ? words.starts : words.ready)(report.pages ?? 0)}</p>
          <p class="actions">
            <a class="button" href={file}>
              {atOnce ? words.again : words.download}
            </a>{' '}
            <a class="button quiet" href={`${file}?view=inline`}>
              {words.inline}
            </a>
          </p>
        </>
      )}
      {newerUntil === null ? null : (
        <div class="notice">
          <p>{written(words.newer(time(newerUntil), html`/access/${text(report.id)}/nda`))}</p>
        </div>
      )}
      <dl class="facts">
        <Fact name={words.copy}>
          <code class="digits">{grant.copyId}</code>
        </Fact>
        <Fact name={words.because}>
          <BasisOf grant={grant} cover={props.cover} />
        </Fact>
        <Fact name={words.until}>
          {written(grant.quota === null ? words.anyNumber(time(grant.expiresAt)) : time(grant.expiresAt))}
        </Fact>
        {grant.quota === null ? null : (
          <Fact name={words.downloads}>{words.left(Math.max(0, grant.quota - used), grant.quota)}</Fact>
        )}
        {kept.length === 0 ? null : (
          <Fact name={words.older}>
            {written(
              words.kept(
                kept
                  .map(({ revision, published_at }) =>
                    link(`${file}?version=${revision}`, words.versionOf(time(published_at))),
                  )
                  .join(', ') as Html,
              ),
            )}
          </Fact>
        )}
        {signedOriginal ? (
          <Fact name={words.signed}>{written(words.signedText(code(signedOriginal)))}</Fact>
        ) : null}
      </dl>
      {props.renewal === null ? null : <Renewal report={report} grant={grant} {...props.renewal} />}
      <p class="hint">{written(words.held(text('/my-access')))}</p>
    </>
  );
}

/** Before the end: more time, with one button. */
function Renewal({
  report,
  grant,
  asked,
  spent,
}: Pick<CopyProps, 'report' | 'grant'> & NonNullable<CopyProps['renewal']>) {
  const { m, time } = useWords();
  const { renewal } = m.copy;
  const end = time(grant.expiresAt);
  return (
    <section aria-labelledby="renewal">
      <h2 id="renewal">{renewal.title}</h2>
      {asked !== null ? (
        <p role="status">{written(renewal.asked(end, time(asked)))}</p>
      ) : spent ? (
        <p>{written(renewal.spent(end, mailLink(content.company.contacts.access)))}</p>
      ) : (
        <>
          <p>{written(renewal.text(end))}</p>
          <form method="post" action={`/access/${report.id}/renew`}>
            <input type="hidden" name="person" value={grant.personId} />
            <p class="actions">
              <button type="submit" class="button">
                {renewal.renew}
              </button>
            </p>
          </form>
        </>
      )}
    </section>
  );
}

/** `/access/:report/copy` before the day from which the report was released. */
export function LaterPage({ report, begins }: { report: Report; begins: number }) {
  const { m, time } = useWords();
  return (
    <>
      <AboveReport report={report} />
      <h1>{m.copy.later}</h1>
      <p class="lead">{written(m.copy.laterLead(time(begins)))}</p>
    </>
  );
}

/** Said before the file, since the file itself does not say it where a reader looks. */
function UnmarkedNotice({ report, reason, file }: { report: Report; reason: string; file: string }) {
  const { m, lang } = useWords();
  return (
    <>
      <div class="notice warn">
        <p>{m.copy.unmarked(formats[formatOf(report)].name)}</p>
        <p lang={lang}>{reason}</p>
      </div>
      <p class="actions">
        <a class="button" href={file}>
          {m.copy.download}
        </a>
      </p>
    </>
  );
}

function BasisOf({ grant, cover }: Pick<CopyProps, 'grant' | 'cover'>) {
  const words = useWords();
  const { nda, company } = content;
  const detail = JSON.parse(grant.basisDetail) as Partial<Record<string, string>>;
  const isCovered = detail.clause !== undefined || detail.agreement !== undefined;
  const summary = nda.translations.find(({ locale }) => locale === words.locale)?.summary;
  return (
    <>
      {written(basisOf(grant, cover, words))}{' '}
      {grant.acceptanceId !== null ? (
        (summary ?? <Own>{nda.summary}</Own>)
      ) : isCovered ? (
        <Own>{company.terms.allowed}</Own>
      ) : null}
    </>
  );
}

function basisOf(
  grant: CopyProps['grant'],
  cover: CopyProps['cover'],
  { m, own, ndaTitle }: Localised,
): Html {
  const words = m.copy;
  const detail = JSON.parse(grant.basisDetail) as Partial<Record<string, string>>;
  const isReleased = grant.basis === 'staff';
  if (grant.acceptanceId === null) {
    const { url = '', version = '', clause, agreement, reason = '' } = detail;
    if (clause !== undefined)
      return (isReleased ? words.termsReleased : words.terms)(text(url), text(version), text(clause));
    if (agreement !== undefined)
      return (isReleased ? words.partnerReleased : words.partner)(own(reason), own(agreement));
    return text(words.released);
  }
  const { nda } = content;
  const accepted = nda.versions.find(({ sha256 }) => sha256 === grant.acceptedHash) ?? nda;
  const agreement = link(accepted.path, ndaTitle);
  const version = text(accepted.version);
  if (!cover) return (isReleased ? words.acceptedReleased : words.accepted)(agreement, version);
  return (isReleased ? words.coveredReleased : words.covered)(
    isolated(cover.name),
    isolated(cover.company),
    agreement,
    version,
  );
}
