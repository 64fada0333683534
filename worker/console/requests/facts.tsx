import { UNRULED } from '../../../core/access/decide.ts';
import { Fact } from '../../access/nda-page.tsx';
import { overdueSince } from '../../access/overdue.ts';
import { isAnybodys } from '../../companies/colleague.ts';
import { content } from '../../content.ts';
import { minute } from '../minute.ts';
import { coverOf } from './cover.ts';
import type { RequestFacts } from './store.ts';

/** The facts that a request is decided by. */
export function Facts({ request, now }: { request: RequestFacts; now: number }) {
  const domain = domainOf(request.address);
  return (
    <dl class="facts">
      <Fact name="Company">
        <bdi>{request.company}</bdi>
      </Fact>
      <Fact name="Address">
        {request.address === '' ? (
          'not told by the identity provider'
        ) : (
          <>
            <bdi>{request.address}</bdi>{' '}
            {isAnybodys(domain) ? <strong class="tag warn">free mail</strong> : null}
          </>
        )}
      </Fact>
      <Fact name="Who">{whoIs(request)}</Fact>
      <Fact name="Asked">
        <time datetime={new Date(request.created_at).toISOString()}>{minute(request.created_at)}</time>,{' '}
        {ageInWords(now - request.created_at)} ago
        {request.state === 'pending' &&
        request.changed_at <= overdueSince(now, content.access.remindHours) ? (
          <>
            {' '}
            <strong class="tag warn">overdue</strong>
          </>
        ) : null}
      </Fact>
      <Fact name="Before">
        {request.earlier === 0
          ? 'never asked before'
          : `asked ${request.earlier === 1 ? 'once' : `${request.earlier} times`} before`}
      </Fact>
      {request.earlier_at === null ? null : (
        <Fact name="For this report">
          <a href={`/console/requests/${request.earlier_id}`}>{minute(request.earlier_at)}</a>:{' '}
          {request.earlier_state}
          {request.earlier_reason ? (
            <>
              , <bdi>{request.earlier_reason}</bdi>
            </>
          ) : null}
        </Fact>
      )}
      {request.rule === null ? null : (
        <Fact name="Held by">
          {isUnruled(request.rule) ? 'the report: a person releases it' : <>the rule “{request.rule}”</>}, in
          version <code>{request.rule_set?.slice(0, 12)}</code> of the rules
          {request.rule_set === content.access.rules.sha256 ? '' : ', which have changed since'}
          {request.grant_days === null ? '' : `; it gives ${request.grant_days} days`}
          {request.grant_downloads === null ? '' : `; ${request.grant_downloads} downloads`}
        </Fact>
      )}
    </dl>
  );
}

/** By what we know who asks. */
function whoIs(request: RequestFacts): string {
  const { kind, nda_version, signed_by } = request;
  if (kind === 'customer') return 'customer, signed in; the Terms of Service cover it';
  if (kind === null) return 'unknown: the address is not confirmed';
  const known = 'prospect, address confirmed';
  if (nda_version !== null)
    return `${known}; NDA ${nda_version} accepted${signed_by === null ? '' : ` by ${signed_by}, a colleague`}`;
  const detail = coverOf(request)?.detail;
  if (!detail) return `${known}; no NDA covers them`;
  return detail.agreement === undefined
    ? `${known}; the Terms of Service cover it, by the rule “${detail.coverRule}”`
    : `${known}; ${detail.agreement} covers it, by the rule “${detail.coverRule}”`;
}

/** The part of an address that names its company; empty where there is none. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** Whether no rule of the file decided. */
function isUnruled(rule: string): boolean {
  return Object.values<string>(UNRULED).includes(rule);
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long something is, to one unit: `3 hours`. */
function ageInWords(milliseconds: number): string {
  for (const [unit, length] of UNITS) {
    const count = Math.floor(milliseconds / length);
    if (count > 0) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return 'less than a minute';
}
