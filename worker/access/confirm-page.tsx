import { content } from '../content.ts';
import type { MailState } from '../mail/store.ts';
import { ErrorSummary, Field } from './field.tsx';

/** What became of the mail, as far as its reader may know. */
export type Mailing = 'on-its-way' | 'delayed' | 'undeliverable';

/**
 * What to say of a mail. An address that gets no further mail for a while looks like any other.
 *
 * @param mail - its row, or null where none was queued
 */
export function mailing(mail: { readonly state: MailState; readonly tries: number } | null): Mailing {
  if (mail?.state === 'dead') return 'undeliverable';
  return mail?.state === 'queued' && mail.tries > 0 ? 'delayed' : 'on-its-way';
}

/** What an address is confirmed for, and where the pages of that are. */
export interface Errand {
  /** Null for the reader's own page. */
  readonly reportId: string | null;
  /** As the reader would say it. */
  readonly words: string;
  /** Where it begins; the confirmation is the page `confirm` beneath. */
  readonly path: string;
}

/** What the page shows. */
export interface ConfirmProps {
  readonly errand: Errand;
  readonly address: string;
  readonly mailing: Mailing;
  /** From the link; null where the reader waits in the first tab. */
  readonly token: string | null;
  /** Whether one click is enough: the link, in the browser that asked. */
  readonly oneClick: boolean;
  readonly error: string | undefined;
}

/** `/access/:report/confirm`: one click behind the link, or the code. */
export function ConfirmPage({ errand, address, mailing, token, oneClick, error }: ConfirmProps) {
  const action = `${errand.path}/confirm`;
  if (oneClick) {
    return (
      <>
        <h1>Confirm your address</h1>
        <p class="lead">
          You asked for {errand.words} as <strong>{address}</strong>.
        </p>
        <form method="post" action={action}>
          <input type="hidden" name="token" value={token ?? ''} />
          <p class="actions">
            <button type="submit" class="button">
              Confirm
            </button>
          </p>
        </form>
      </>
    );
  }
  return (
    <>
      <h1>{token === null ? 'Check your mail' : 'Type the code'}</h1>
      <ErrorSummary errors={{ code: error }} />
      {token === null ? (
        <Waiting address={address} mailing={mailing} />
      ) : (
        <ElsewhereAsked address={address} errand={errand} />
      )}
      <form method="post" action={action} novalidate>
        {token === null ? null : <input type="hidden" name="token" value={token} />}
        <Field
          name="code"
          label="Code"
          hint="Eight digits, in the mail."
          error={error}
          autocomplete="one-time-code"
          inputmode="numeric"
        />
        <p class="actions">
          <button type="submit" class="button">
            Confirm
          </button>
        </p>
      </form>
      <p class="hint">
        Wrong address, or no mail? <a href={errand.path}>Start again</a>; what you entered is kept.
      </p>
    </>
  );
}

function Waiting({ address, mailing }: { address: string; mailing: Mailing }) {
  const minutes = content.access.confirmationMinutes;
  switch (mailing) {
    case 'on-its-way':
      return (
        <p class="lead">
          If mail to <strong>{address}</strong> is possible, one is on its way, with a link and a code. They
          work for {minutes} minutes.
        </p>
      );
    case 'delayed':
      return (
        <div class="notice" role="status">
          <p>
            The mail to <strong>{address}</strong> could not be sent yet: our mail server does not answer.
            Your request is kept, and we keep trying; nothing has to be entered again. The link and the code
            work for {minutes} minutes from when the mail is sent.
          </p>
        </div>
      );
    case 'undeliverable':
      return (
        <div class="notice warn" role="alert">
          <p>
            The mail to <strong>{address}</strong> cannot be delivered. Check the address and start again.
          </p>
        </div>
      );
  }
}

function ElsewhereAsked({ address, errand }: { address: string; errand: Errand }) {
  return (
    <p class="lead">
      {errand.reportId === null ? 'This' : 'The report'} was asked for in another browser. To go on in this
      one, type the code that stands in the same mail; do so only if <strong>{address}</strong> is your own
      address.
    </p>
  );
}

/** Why a link or a code is of no use: used, at its end, or not whole. Reasons that a stranger could probe are one. */
export type OverReason = 'used' | 'over' | 'cut';

export const OVER_TITLES: Record<OverReason, string> = {
  used: 'This was used already',
  over: 'This works no longer',
  cut: 'This link is not whole',
};

const OVER_WORDS: Record<OverReason, string> = {
  used: 'A link and its code work once. If it was you, go on in the browser that you confirmed with.',
  over: 'The link and the code end after a few minutes, after five wrong codes, or when a newer mail is sent.',
  cut: 'Some mail programs break long links. Copy all of it from the mail into the address bar, or type the code of the same mail into the page that waits for it.',
};

/** The page of a link or code that is of no use. */
export function OverPage({ errand, reason }: { errand: Errand; reason: OverReason }) {
  return (
    <>
      <h1>{OVER_TITLES[reason]}</h1>
      <p class="lead">{OVER_WORDS[reason]}</p>
      <p class="actions">
        {reason === 'cut' ? (
          <>
            <a class="button" href={`${errand.path}/confirm`}>
              Type the code
            </a>{' '}
          </>
        ) : null}
        <a class={reason === 'cut' ? 'button quiet' : 'button'} href={errand.path}>
          Start again
        </a>
      </p>
    </>
  );
}
