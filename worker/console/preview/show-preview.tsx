import type { Context } from 'hono';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { type Decision, UNRULED } from '../../../core/access/decide.ts';
import { parseMailAddress } from '../../../core/mail-address.ts';
import { newCopyId } from '../../../core/marks/copy-id.ts';
import type { Report } from '../../../schema/reports.ts';
import { ChoosePage } from '../../access/choose-page.tsx';
import { CopyPage } from '../../access/copy-page.tsx';
import { draftGrant } from '../../access/draft-grant.ts';
import type { FoundGrant } from '../../access/grant.ts';
import { NdaPage } from '../../access/nda-page.tsx';
import { DeniedPage, PendingPage } from '../../access/pending-page.tsx';
import type { RequestRow } from '../../access/request-store.ts';
import { basisOf, decideFor, refusedBy } from '../../access/settle.ts';
import type { App } from '../../app.ts';
import { content } from '../../content.ts';
import { inEnglish } from '../../localised.tsx';
import { registrationsOf } from '../../login/provider.ts';
import type { Session } from '../../login/session.ts';
import { detailIn } from '../../problem.ts';
import { countPromise } from '../../promise.ts';
import { findSignedOriginal } from '../../reports/store.ts';
import { renderPage, trustedHtml } from '../../shell.tsx';
import { renderConsole } from '../frame.tsx';
import { gatedReports } from '../gated-reports.ts';
import { requireRole } from '../staff.ts';
import { ChooseVisitorPage, PreviewPage, type Visitor } from './preview-page.tsx';
import { type Step, stepsOf } from './steps.ts';

/** Stands for the id of whatever a preview has not. */
const NOBODY = 'preview';

/**
 * `/console/preview`: the pages of the way to a report, as a visitor would meet them. They are the readers' own pages, with
 * a request and a grant that exist nowhere, and with the decision of the rules in force. Reads, and writes nothing.
 */
export async function showPreview(c: Context<App>): Promise<Response> {
  await requireRole(c, 'viewer');
  const query = new URL(c.req.url).searchParams;
  const visitor: Visitor = {
    report: query.get('report') ?? '',
    as: query.get('as') === 'customer' ? 'customer' : 'prospect',
    address: query.get('address')?.trim() ?? '',
  };
  const report = gatedReports.find(({ id }) => id === visitor.report);
  const errors = query.has('report') && !query.has('change') ? errorsOf(visitor, report) : {};
  if (!report || !query.has('report') || query.has('change') || Object.keys(errors).length > 0)
    return await renderConsole(c, {
      title: 'Preview as a visitor',
      status: Object.keys(errors).length > 0 ? 400 : 200,
      body: <ChooseVisitorPage visitor={visitor} errors={errors} />,
    });

  const decision = decideFor(visitor.address === '' ? null : visitor.address, report, visitor.as);
  const steps = stepsOf(decision, decision.record.rule !== UNRULED.customersOnly);
  const step = steps.find((each) => each === query.get('step')) ?? 'form';
  const page = await inert(await pageOf(c, step, visitor, report, decision));
  return await renderPage(c, {
    title: `Preview: ${report.title}`,
    body: (
      <PreviewPage
        visitor={visitor}
        report={report}
        decision={decision}
        steps={steps}
        step={step}
        page={page}
      />
    ),
  });
}

function errorsOf({ as, address }: Visitor, report: Report | undefined): Record<string, string> {
  const needed = as === 'prospect' || address !== '';
  return {
    ...(report ? {} : { report: 'Choose a report of the list.' }),
    ...(needed && !parseMailAddress(address)
      ? { address: 'Enter an address such as name@company.com.' }
      : {}),
  };
}

/** A page whose forms do nothing, and whose links lead to nobody's own pages. */
async function inert(page: JSX.Element): Promise<JSX.Element> {
  const live = new Response((await page).toString());
  const html = await new HTMLRewriter()
    .on('form', { element: (element) => void element.removeAttribute('action') })
    .on('input, select, textarea, button', {
      element: (element) => void element.setAttribute('disabled', ''),
    })
    .on('a[href^="/access/"], a[href^="/my-access"]', {
      element: (element) => void element.removeAttribute('href'),
    })
    .transform(live)
    .text();
  return trustedHtml(html) as unknown as JSX.Element;
}

async function pageOf(
  c: Context<App>,
  step: Step,
  visitor: Visitor,
  report: Report,
  decision: Decision,
): Promise<JSX.Element> {
  const { db, now, config } = c.var;
  const person = {
    id: NOBODY,
    name: 'Sample Reader',
    company: 'Sample Company',
    address: visitor.address === '' ? null : visitor.address,
  };
  const request = sampleRequest(person, report, decision, now);
  switch (step) {
    case 'form': {
      const session: Session = { idHash: '', kind: 'customer', person, claims: {}, createdAt: now };
      const [figures] = report.access === 'customers' ? [] : await countPromise(db, [report.id], now);
      return (
        <ChoosePage
          report={report}
          session={visitor.as === 'customer' ? session : null}
          providers={registrationsOf(config).filter(({ role }) => role === 'customer')}
          figures={figures}
          earlier={null}
          attempt=""
          entries={{ name: '', company: '', address: '' }}
          errors={{}}
        />
      );
    }
    case 'nda':
      return (
        <NdaPage
          report={report}
          nda={content.nda}
          counterparty={content.company.legalName}
          request={request}
          personId={NOBODY}
          seen={null}
          lastDay={null}
          error={undefined}
        />
      );
    case 'pending':
      return <PendingPage report={report} request={request} earlier={null} personId={NOBODY} />;
    case 'denied':
      return visitor.as === 'customer' ? (
        <>
          <h1>{inEnglish.m.problems.forbidden.title}</h1>
          <p>{detailIn(refusedBy(decision), inEnglish)}</p>
        </>
      ) : (
        <DeniedPage report={report} request={request} earlier={null} />
      );
    case 'copy':
      return (
        <CopyPage
          report={report}
          grant={await sampleGrant(c, person, report, decision)}
          newerUntil={null}
          used={0}
          atOnce={!report.unmarked}
          signedOriginal={await findSignedOriginal(db, report.id)}
          kept={[]}
          cover={null}
          renewal={null}
        />
      );
  }
}

function sampleRequest(
  person: Session['person'],
  report: Report,
  decision: Decision,
  now: number,
): RequestRow {
  return {
    id: NOBODY,
    report_id: report.id,
    person_id: NOBODY,
    name: person.name,
    company: person.company,
    address: person.address ?? '',
    browser_hash: '',
    state: 'confirmed',
    reason: decision.reason,
    ip: '',
    user_agent: '',
    locale: 'en',
    created_at: now,
    changed_at: now,
    decided_by: null,
    rule: decision.record.rule,
    rule_set: decision.record.rules,
    grant_days: decision.days,
    grant_downloads: decision.downloads,
    earlier_id: null,
  };
}

/** What would be drafted; the number of its copy is nobody's. */
async function sampleGrant(
  c: Context<App>,
  person: Session['person'],
  report: Report,
  decision: Decision,
): Promise<FoundGrant> {
  const released = decision.outcome === 'review';
  const grant = await draftGrant(
    c.env,
    person,
    report.id,
    {
      ...(released ? { basis: 'staff', detail: {} } : basisOf(decision)),
      acceptanceId: decision.nda ? NOBODY : null,
      requestId: NOBODY,
      days: decision.days,
      downloads: decision.rule?.downloads,
    },
    c.var.now,
  );
  return {
    ...grant,
    copyId: newCopyId(new Uint8Array(16)),
    acceptedHash: decision.nda ? content.nda.sha256 : null,
    acceptanceOver: false,
  };
}
