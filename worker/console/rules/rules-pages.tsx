import type { AccessRule } from '../../../core/access/rules.ts';
import type { KeptRules } from '../../access/rule-sets.ts';
import { minute } from '../minute.ts';
import { titleOf } from '../words.ts';

/** `/console/rules`: every set of rules that was in force, the newest first. */
export function RuleSetsPage({
  sets,
  inForce,
}: {
  sets: readonly { readonly sha256: string; readonly first_seen: number }[];
  inForce: string;
}) {
  return (
    <>
      <h1>Rules</h1>
      <p class="lead">
        Every decision is recorded with the SHA-256 of the rules that it was made by. Here are the rules that
        had it.
      </p>
      {sets.length === 0 ? (
        <p class="hint">None yet: they are kept with the first request that they could decide.</p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">SHA-256</th>
              <th scope="col">In force since</th>
            </tr>
          </thead>
          <tbody>
            {sets.map(({ sha256, first_seen }) => (
              <tr>
                <th scope="row">
                  <RuleSetLink sha256={sha256} />
                </th>
                <td data-label="In force since">
                  {minute(first_seen)}
                  {sha256 === inForce ? ', in force now' : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** The beginning of a rule set's hash, which leads to its rules. */
export function RuleSetLink({ sha256 }: { sha256: string }) {
  return (
    <a href={`/console/rules/${sha256}`}>
      <code>{sha256.slice(0, 12)}</code>
    </a>
  );
}

/** `/console/rules/:sha256`: one set of rules, in the order in which they decide. */
export function RuleSetPage({
  set,
  inForce,
  whole,
}: {
  set: KeptRules;
  inForce: string;
  /** Whether whoever looks sees the addresses of people that rules name, and so may take the file. */
  whole: boolean;
}) {
  const { rules, freeMailDomains, disposableDomains } = set.contents;
  return (
    <>
      <p class="above">
        <a href="/console/rules">Rules</a>
      </p>
      <h1>
        Rules <code>{set.sha256.slice(0, 12)}</code>
      </h1>
      <p class="lead">
        {set.sha256 === inForce ? 'In force now' : 'No longer in force'}; first seen {minute(set.firstSeen)}.
        The first rule that matches decides. Whom none matches confirms an address, accepts the NDA and has
        the report, after staff where it is on request; customers who sign in are covered by the Terms of
        Service.
      </p>
      {rules.length === 0 ? <p>There was no rule.</p> : null}
      <ol class="rules">
        {rules.map((rule) => (
          <li>
            <strong>{rule.name}</strong>: {whom(rule)}
            {rule.reports === null ? '' : `, for ${rule.reports.map(titleOf).join(', ')}`}: {outcome(rule)}
          </li>
        ))}
      </ol>
      <h2>Proof</h2>
      <p>
        {whole ? (
          <a href={`/console/rules/${set.sha256}.json`}>The rules as a file</a>
        ) : (
          'Approvers have the rules as a file'
        )}
        , with {freeMailDomains.length} free-mail and {disposableDomains.length} disposable domains. Its
        SHA-256 (<code>sha256sum</code>) is the number that decisions were recorded with:
      </p>
      <p>
        <code>{set.sha256}</code>
      </p>
    </>
  );
}

/** As many names as a rule shows; the file has all. */
const MOST_NAMES = 20;

function whom(rule: AccessRule): string {
  const names = [...rule.domains, ...rule.people];
  const more = names.length - MOST_NAMES;
  return [
    ...names.slice(0, MOST_NAMES),
    ...(more > 0 ? [`${more} more`] : []),
    ...(rule.list === null ? [] : [`(list ${rule.list})`]),
    ...(rule.freeMail ? ['free mail'] : []),
    ...(rule.disposable ? ['disposable addresses'] : []),
    ...(rule.everybody ? ['everybody'] : []),
  ].join(', ');
}

const OUTCOMES: Readonly<Record<AccessRule['outcome'], string>> = {
  nda: 'the NDA, then the report',
  grant: 'the report at once',
  review: 'a person decides',
  deny: 'denied',
};

function outcome({ outcome, basis, reason, reference, days, downloads }: AccessRule): string {
  return [
    OUTCOMES[outcome],
    ...(basis === 'customer' ? ['the Terms of Service cover it'] : []),
    ...(reference === null ? [] : [`${reference} covers it`]),
    ...(reason === null ? [] : [`“${reason}”`]),
    ...(days === null ? [] : [`${days} days`]),
    ...(downloads === null ? [] : [`${downloads} downloads`]),
  ].join('; ');
}
