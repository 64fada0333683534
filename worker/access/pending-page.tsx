import type { Report } from '../../schema/reports.ts';
import { content } from '../content.ts';
import type { AccessRequest } from './store.ts';

/** `/access/:report/pending`: a person decides; who, and how long that usually takes. */
export function PendingPage({ report, request }: { report: Report; request: AccessRequest }) {
  return (
    <>
      <p class="above">
        <a href={`/reports/${report.id}/`}>{report.title}</a>
      </p>
      <h1>Your request is with us</h1>
      <p class="lead">
        {report.decision
          ? `The ${report.decision.by} decides, usually ${report.decision.usualTime}.`
          : 'A person decides.'}{' '}
        {request.address === ''
          ? 'Come back to this page to see the answer.'
          : `The answer comes by mail to ${request.address}.`}
      </p>
      <p class="hint">
        You can close this page. Where things stand, and taking the request back:{' '}
        <a href="/my-access">My access</a>. Questions:{' '}
        <a href={`mailto:${content.company.contacts.access}`}>{content.company.contacts.access}</a>
      </p>
    </>
  );
}

/** After staff said no: why, and whom to ask. */
export function DeniedPage({ report, request }: { report: Report; request: AccessRequest }) {
  return (
    <>
      <h1>We cannot give you this report</h1>
      <p class="lead">{request.reason}</p>
      <p class="hint">
        If something has changed, write to{' '}
        <a href={`mailto:${content.company.contacts.access}`}>{content.company.contacts.access}</a>, or{' '}
        <a href={`/access/${report.id}?again`}>ask again</a>.
      </p>
    </>
  );
}
