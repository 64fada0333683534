import { type Localised, useWords } from '../localised.tsx';

/** The parts of a form, made so that it works with a keyboard, a screen reader and a password manager. */

/** One line to enter. */
export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly error?: string | undefined;
  readonly hint?: string;
  readonly autocomplete: string;
  readonly type?: 'text' | 'email';
  readonly inputmode?: 'text' | 'email' | 'numeric';
}

/**
 * A labelled input with its hint and, if it has to be entered again, one sentence that says why. Nothing is checked by
 * the browser: the server's sentences are the same for everybody.
 */
export function Field({ name, label, value, error, hint, autocomplete, type, inputmode }: FieldProps) {
  const described = [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint ? (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
      <input
        id={name}
        name={name}
        type={type ?? 'text'}
        value={value ?? ''}
        autocomplete={autocomplete}
        inputmode={inputmode}
        spellcheck={false}
        required
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={described || undefined}
      />
      {error ? (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** What has to be entered again, on top of the page, each with a link to its field. */
export function ErrorSummary({ errors }: { errors: Readonly<Record<string, string | undefined>> }) {
  const { m } = useWords();
  const entries = Object.entries(errors).filter(([, sentence]) => sentence !== undefined);
  if (entries.length === 0) return null;
  return (
    <div class="notice warn" role="alert">
      <p>{m.correct(entries.length)}</p>
      <ul>
        {entries.map(([field, sentence]) => (
          <li>
            <a href={`#${field}`}>{sentence}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The title of a page that shows what went wrong begins with that. */
export function pageTitle({ m }: Localised, title: string, wrong: boolean): string {
  return wrong ? m.error(title) : title;
}
