import { ErrorSummary } from '../../access/field.tsx';
import { Fact } from '../../access/nda-page.tsx';
import type { Described } from '../proposals/describe.ts';

/** The form as it was entered. */
export interface RevokeEntries {
  readonly id: string;
  readonly scope: string;
  readonly target: string;
  readonly reason: string;
  readonly message: string;
}

const SCOPES: readonly (readonly [string, string])[] = [
  ['person', 'a person, by id or address'],
  ['company', 'a company, by the domain of its addresses'],
  ['grant', 'one grant, by id or copy id'],
  ['version', 'a version of a report, as report/revision'],
  ['report', 'a report'],
  ['everything', 'everything'],
];

/** `/console/revocations/new`: what is taken back, and why; how many it strikes stands above the button. */
export function RevokePage({
  entries,
  error,
  struck,
  described,
  two,
  staffId,
}: {
  entries: RevokeEntries;
  error: string | null;
  /** How many grants it would end; null where it is not known yet of what. */
  struck: number | null;
  described: Described | null;
  two: boolean;
  staffId: string;
}) {
  return (
    <>
      <p class="above">
        <a href="/console/revocations">What was taken back</a>
      </p>
      <h1>Take access back</h1>
      <p class="lead">
        It counts from the next click of each reader on, and cuts downloads that are under way. Only staff
        gives it again.
      </p>
      <ErrorSummary errors={{ target: error ?? undefined }} />
      {described === null ? null : (
        <dl class="facts">
          {described.facts.slice(0, -2).map(([name, value, href]) => (
            <Fact name={name}>{href ? <a href={href}>{value}</a> : <bdi>{value}</bdi>}</Fact>
          ))}
          {struck === null ? null : (
            <Fact name="Strikes">
              {struck} {struck === 1 ? 'grant' : 'grants'} that {struck === 1 ? 'is' : 'are'} live or will be
            </Fact>
          )}
        </dl>
      )}
      <form method="post" action="/console/revocations" novalidate>
        <input type="hidden" name="person" value={staffId} />
        <input type="hidden" name="id" value={entries.id} />
        <div class="field">
          <label for="scope">What is taken back</label>
          <select id="scope" name="scope">
            {SCOPES.map(([scope, label]) => (
              <option value={scope} selected={scope === entries.scope}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="target">Whose, or which</label>
          <input
            id="target"
            name="target"
            value={entries.target}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={error ? 'true' : undefined}
          />
        </div>
        <div class="field">
          <label for="reason">Reason</label>
          <p class="hint" id="reason-hint">
            It stays on record. Readers do not see it.
          </p>
          <textarea id="reason" name="reason" rows={2} required aria-describedby="reason-hint">
            {entries.reason}
          </textarea>
        </div>
        <div class="field">
          <label for="message">What readers are told besides (may stay empty)</label>
          <p class="hint" id="message-hint">
            Each gets a mail that access was withdrawn; this is added to it as you write it.
          </p>
          <textarea id="message" name="message" rows={2} aria-describedby="message-hint">
            {entries.message}
          </textarea>
        </div>
        <p class="actions">
          <button type="submit" class="button">
            {two ? 'Propose it' : 'Take it back'}
          </button>
        </p>
        {two ? <p class="hint">A second person has to approve it.</p> : null}
      </form>
    </>
  );
}
