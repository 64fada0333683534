import { UNRULED } from '../../../core/access/decide.ts';
import { Fact } from '../../access/nda-page.tsx';
import { overdueSince } from '../../access/overdue.ts';
import { isAnybodys } from '../../companies/colleague.ts';
import { content } from '../../content.ts';
import { Moment } from '../moment.tsx';
import { RuleSetLink } from '../rules/rules-pages.tsx';
import { REQUEST_STATES } from '../words.ts';
import { coverOf } from './cover.ts';
import type { RequestFacts } from './store.ts';

/** The facts that a request is decided by. */
export function Facts({ request, now }: { request: RequestFacts; now: number }) {
  const domain = domainOf(request.address);
  const shared = isAnybodys(domain);
  const { earlier, colleagues } = request;
  return (
    <dl class="facts">
      <Fact name="Company">
        <bdi>{request.company}</bdi>
        {colleagues > 0 && !shared && request.address_unvouched !== 1 && isPlainDomain(domain) ? (
          <>
            {' '}
            (
            <a href={`/console/companies/${domain}`}>
              {colleagues === 1 ? 'one other there has' : `${colleagues} others there have`} access
            </a>
            )
          </>
        ) : null}
      </Fact>
      <Fact name="Address">
        {request.address === '' ? (
          'not told by the identity provider'
        ) : (
          <>
            <BrokenAddress of={request.address} />{' '}
            {shared ? <strong class="tag warn">free mail</strong> : null}
            {request.address_unvouched === 1 ? <Unvouched /> : null}
          </>
        )}
      </Fact>
      <Fact name="Who">{whoIs(request)}</Fact>
      <Fact name="Asked">
        {ageInWords(now - request.created_at)} ago, <Moment at={request.created_at} />
        {request.state === 'pending' &&
        request.changed_at <= overdueSince(now, content.access.remindHours) ? (
          <>
            {' '}
            <strong class="tag warn">overdue</strong>
          </>
        ) : null}
      </Fact>
      <Fact name="Before">
        {earlier === 0 || request.person_id === null ? (
          'never asked before'
        ) : (
          <a href={`/console/people/${request.person_id}`}>
            asked {earlier === 1 ? 'once' : `${earlier} times`} before
          </a>
        )}
      </Fact>
      {request.earlier_at === null || request.earlier_state === null ? null : (
        <Fact name="For this report">
          <a href={`/console/requests/${request.earlier_id}`}>
            {REQUEST_STATES[request.earlier_state]}, <Moment at={request.earlier_at} />
          </a>
          {request.earlier_reason ? (
            <>
              : “<bdi>{request.earlier_reason}</bdi>”
            </>
          ) : null}
        </Fact>
      )}
      <Fact name="Would get">
        {request.grant_days ?? content.access.grantDays} days
        {request.grant_downloads === null ? '' : `, ${request.grant_downloads} downloads`}
      </Fact>
      {request.rule === null || isUnruled(request.rule) ? null : (
        <Fact name="Held by">
          the rule “{request.rule}”, in version <RuleSetLink sha256={request.rule_set ?? ''} /> of the rules
          {request.rule_set === content.access.rules.sha256 ? '' : ', which have changed since'}
        </Fact>
      )}
    </dl>
  );
}

/** Of an address that may be anybody's. */
export function Unvouched() {
  return (
    <>
      {' '}
      <strong class="tag warn">not vouched for</strong>{' '}
      <span class="hint">the identity provider tells it, but does not say that it is theirs</span>
    </>
  );
}

/** An address that a narrow column breaks after its at-sign, if it has to. */
function BrokenAddress({ of: address }: { of: string }) {
  const domain = address.lastIndexOf('@') + 1;
  return (
    <bdi>
      {address.slice(0, domain)}
      <wbr />
      {address.slice(domain)}
    </bdi>
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

/** Whether a domain can stand in a path as it is. */
export const isPlainDomain = (domain: string): boolean => /^[a-z0-9.-]+$/.test(domain);

/** Whether no rule of the file decided. */
export function isUnruled(rule: string): boolean {
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
