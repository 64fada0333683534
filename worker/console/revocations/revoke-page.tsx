import { ErrorSummary } from '../../access/field.tsx';
import { Fact } from '../../access/nda-page.tsx';
import type { RevocationField } from '../../access/revocation-target.ts';
import { Control } from '../control.tsx';
import type { Described, RevokeFact } from '../proposals/describe.ts';
import { optionsOf, SCOPES } from '../words.ts';

/** The form as it was entered. */
export interface RevokeEntries {
  readonly id: string;
  readonly scope: string;
  readonly target: string;
  readonly reason: string;
  readonly message: string;
  /** What they accepted ends too. */
  readonly endNda: boolean;
}

/** What is wrong with it, and where. */
export interface RevokeError {
  readonly error: string;
  readonly field: RevocationField;
}

/** Facts of an act that the form itself has. */
const ENTERED: ReadonlySet<string> = new Set<RevokeFact>([
  'Reason, for us',
  'Told to the readers',
  'Agreement',
]);

/** `/console/revocations/new`: what is revoked, and why; how many grants it ends stands above the button. */
export function RevokePage({
  entries,
  error,
  struck,
  described,
  two,
  staffId,
}: {
  entries: RevokeEntries;
  error: RevokeError | null;
  /** How many grants it would end; null where it is not known yet of what. */
  struck: number | null;
  described: Described | null;
  two: boolean;
  staffId: string;
}) {
  // What can be read is said above in words; it is entered only where it cannot.
  const known = described !== null && error?.field !== 'scope' && error?.field !== 'target';
  const errorAt = (field: RevocationField) => (error?.field === field ? error.error : undefined);
  return (
    <>
      <p class="above">
        <a href="/console/revocations">Revocations</a>
      </p>
      <h1>Revoke access</h1>
      <p class="lead">
        It counts from the next click of each reader on, and cuts downloads that are under way. Only staff can
        give it again.
      </p>
      <ErrorSummary errors={error === null ? {} : { [error.field]: error.error }} />
      {described === null ? null : (
        <dl class="facts">
          {described.facts
            .filter(([name]) => !ENTERED.has(name))
            .map(([name, value, href]) => (
              <Fact name={name}>{href ? <a href={href}>{value}</a> : <bdi>{value}</bdi>}</Fact>
            ))}
          {struck === null ? null : (
            <Fact name={entries.scope === 'version' ? 'Tells' : 'Ends'}>
              {entries.scope === 'version'
                ? `${struck} ${struck === 1 ? 'reader who has' : 'readers who have'} a copy; their access stays`
                : `${struck} ${struck === 1 ? 'grant' : 'grants'}, live or yet to begin`}
            </Fact>
          )}
        </dl>
      )}
      {known ? (
        <p>
          <a href="/console/revocations/new">Revoke something else</a>
        </p>
      ) : null}
      <form method="post" action="/console/revocations" novalidate>
        <input type="hidden" name="person" value={staffId} />
        <input type="hidden" name="id" value={entries.id} />
        {known ? (
          <>
            <input type="hidden" name="scope" value={entries.scope} />
            <input type="hidden" name="target" value={entries.target} />
          </>
        ) : (
          <WhatFields entries={entries} errorAt={errorAt} />
        )}
        <Control
          id="reason"
          label="Reason"
          hint="It stays on record. Readers do not see it."
          error={errorAt('reason')}
        >
          {(describedBy, invalid) => (
            <textarea
              id="reason"
              name="reason"
              rows={2}
              required
              aria-invalid={invalid}
              aria-describedby={describedBy}
            >
              {entries.reason}
            </textarea>
          )}
        </Control>
        <Control
          id="message"
          label="What readers are told besides (may stay empty)"
          hint="Each gets a mail that access was withdrawn; this is added to it as you write it."
          error={errorAt('message')}
        >
          {(describedBy, invalid) => (
            <textarea
              id="message"
              name="message"
              rows={2}
              aria-invalid={invalid}
              aria-describedby={describedBy}
            >
              {entries.message}
            </textarea>
          )}
        </Control>
        {known && entries.scope !== 'person' && entries.scope !== 'company' && !errorAt('end_nda') ? null : (
          <div class="field">
            <div class="choice">
              <input
                type="checkbox"
                id="end_nda"
                name="end_nda"
                value="yes"
                checked={entries.endNda}
                autocomplete="off"
                aria-invalid={errorAt('end_nda') ? 'true' : undefined}
                aria-describedby={errorAt('end_nda') ? 'end_nda-hint end_nda-error' : 'end_nda-hint'}
              />
              <label for="end_nda">End the NDA that they accepted, too</label>
            </div>
            <p class="hint" id="end_nda-hint">
              Of a person or a company. Evidence and receipts stay valid; what colleagues have under it ends
              with it.
            </p>
            {errorAt('end_nda') ? (
              <p class="error" id="end_nda-error">
                {errorAt('end_nda')}
              </p>
            ) : null}
          </div>
        )}
        <p class="actions">
          <button type="submit" class="button">
            {two ? 'Propose it' : 'Revoke access'}
          </button>
        </p>
        {two ? <p class="hint">A second person has to approve it.</p> : null}
      </form>
    </>
  );
}

function WhatFields({
  entries,
  errorAt,
}: {
  entries: RevokeEntries;
  errorAt: (field: RevocationField) => string | undefined;
}) {
  return (
    <>
      <Control id="scope" label="What is revoked" error={errorAt('scope')}>
        {(describedBy, invalid) => (
          <select id="scope" name="scope" aria-invalid={invalid} aria-describedby={describedBy}>
            {optionsOf(SCOPES).map(([scope, label]) => (
              <option value={scope} selected={scope === entries.scope}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Control>
      <Control
        id="target"
        label="Whose, or which"
        hint="An address, a domain such as company.example, or a copy id. It stays empty for everything."
        error={errorAt('target')}
      >
        {(describedBy, invalid) => (
          <input
            id="target"
            name="target"
            value={entries.target}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            aria-invalid={invalid}
            aria-describedby={describedBy}
          />
        )}
      </Control>
    </>
  );
}
