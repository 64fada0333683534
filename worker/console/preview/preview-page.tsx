import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Decision } from '../../../core/access/decide.ts';
import type { Report } from '../../../schema/reports.ts';
import { ErrorSummary } from '../../access/field.tsx';
import { gatedReports } from '../gated-reports.ts';
import type { Step } from './steps.ts';

const STEPS: Readonly<Record<Step, string>> = {
  form: 'The form',
  nda: 'The NDA',
  pending: 'Waiting',
  denied: 'The refusal',
  copy: 'The copy',
};

/** As whom a report's pages are looked at. */
export interface Visitor {
  readonly report: string;
  readonly as: 'prospect' | 'customer';
  readonly address: string;
}

/** `/console/preview`: of which report, and as whom. */
export function ChooseVisitorPage({
  visitor,
  errors,
}: {
  visitor: Visitor;
  errors: Readonly<Record<string, string | undefined>>;
}) {
  return (
    <>
      <h1>Preview as a visitor</h1>
      <p class="lead">
        The pages that somebody would meet on the way to a report, with what the rules say of them. Nothing is
        granted, mailed or written, and no button on them works.
      </p>
      <ErrorSummary errors={errors} />
      <form method="get" action="/console/preview" novalidate>
        <div class="field">
          <label for="report">Report</label>
          <select id="report" name="report" aria-invalid={errors.report ? 'true' : undefined}>
            {gatedReports.map(({ id, title }) => (
              <option value={id} selected={id === visitor.report}>
                {title}
              </option>
            ))}
          </select>
        </div>
        <fieldset>
          <legend>As</legend>
          {(
            [
              ['prospect', 'somebody who confirmed an address'],
              ['customer', 'a signed-in customer'],
            ] as const
          ).map(([as, label]) => (
            <div class="choice">
              <input type="radio" id={as} name="as" value={as} checked={visitor.as === as} />
              <label for={as}>{label}</label>
            </div>
          ))}
        </fieldset>
        <div class="field">
          <label for="address">Address</label>
          <p class="hint" id="address-hint">
            The rules look at it. Of a customer it may stay empty, as where the identity provider tells none.
          </p>
          <input
            id="address"
            name="address"
            type="email"
            value={visitor.address}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={errors.address ? 'true' : undefined}
            aria-describedby="address-hint"
          />
        </div>
        <p class="actions">
          <button type="submit" class="button">
            Preview
          </button>
        </p>
      </form>
    </>
  );
}

/** One page of the way, under a notice that says what it is and leads to the others. */
export function PreviewPage({
  visitor,
  report,
  decision,
  steps,
  step,
  page,
}: {
  visitor: Visitor;
  report: Report;
  decision: Decision;
  steps: readonly Step[];
  step: Step;
  /** The page itself, made inert. */
  page: JSX.Element;
}) {
  const query = (more: Record<string, string>) => `?${new URLSearchParams({ ...visitor, ...more })}`;
  const who = visitor.as === 'customer' ? 'a signed-in customer' : 'somebody who confirmed an address';
  return (
    <>
      <div class="notice warn" role="note" aria-label="Preview">
        <p>
          <strong>Preview.</strong> What {who}
          {visitor.address === '' ? null : (
            <>
              {' '}
              (<bdi>{visitor.address}</bdi>)
            </>
          )}{' '}
          would see. Nothing is granted or written, and no button works.
        </p>
        <p>
          {decision.rule === null ? 'No rule names them' : `The rule “${decision.rule.name}” decides`}:{' '}
          {outcomeOf(decision)}. Whether they were given it before, or had it taken back, does not count here.
        </p>
        <nav aria-label="Preview">
          <a href={`/reports/${report.id}/`}>The public page</a>
          {steps.map((each) => (
            <>
              {' · '}
              {each === step ? (
                <strong aria-current="page">{STEPS[each]}</strong>
              ) : (
                <a href={`/console/preview${query({ step: each })}`}>{STEPS[each]}</a>
              )}
            </>
          ))}
          {' · '}
          <a href={`/console/preview${query({ change: '' })}`}>Another visitor</a>
        </nav>
      </div>
      {page}
    </>
  );
}

function outcomeOf({ outcome, nda, record, reason }: Decision): string {
  if (outcome === 'deny') return `denied (${record.rule}), with the words “${reason ?? ''}”`;
  const first = nda ? 'they accept the NDA, then ' : '';
  return `${first}${outcome === 'review' ? 'a person decides' : 'they have the report'} (${record.rule})`;
}
