import type { Report } from '../../schema/reports.ts';
import { type Html, text } from '../../words/html.ts';
import { content } from '../content.ts';
import { useWords, written } from '../localised.tsx';
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
  readonly report: Report | null;
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
  const { m, own } = useWords();
  const words = m.confirmation;
  const action = `${errand.path}/confirm`;
  const whose = text(address);
  if (oneClick) {
    const asked = errand.report ? words.askedReport(own(errand.report.title), whose) : words.askedOwn(whose);
    return <OneClickPage title={words.title} lead={asked} action={action} token={token ?? ''} />;
  }
  return (
    <>
      <h1>{token === null ? words.checkMail : words.typeCode}</h1>
      <ErrorSummary errors={{ code: error }} />
      {token === null ? (
        <Waiting address={whose} mailing={mailing} />
      ) : (
        <p class="lead">{written((errand.report ? words.elsewhereReport : words.elsewhereOwn)(whose))}</p>
      )}
      <form method="post" action={action} novalidate>
        {token === null ? null : <input type="hidden" name="token" value={token} />}
        <Field
          name="code"
          label={words.code}
          hint={words.codeHint}
          error={error}
          autocomplete="one-time-code"
          inputmode="numeric"
        />
        <p class="actions">
          <button type="submit" class="button">
            {m.confirm}
          </button>
        </p>
      </form>
      <p class="hint">{written(words.wrong(text(errand.path)))}</p>
    </>
  );
}

/** Behind the link of a mail that confirms something: opening it does nothing, one click does. */
export function OneClickPage(props: {
  readonly title: string;
  readonly lead: Html;
  readonly action: string;
  readonly token: string;
}) {
  const { m } = useWords();
  return (
    <>
      <h1>{props.title}</h1>
      <p class="lead">{written(props.lead)}</p>
      <form method="post" action={props.action}>
        <input type="hidden" name="token" value={props.token} />
        <p class="actions">
          <button type="submit" class="button">
            {m.confirm}
          </button>
        </p>
      </form>
    </>
  );
}

function Waiting({ address, mailing }: { address: Html; mailing: Mailing }) {
  const minutes = content.access.confirmationMinutes;
  const words = useWords().m.confirmation;
  switch (mailing) {
    case 'on-its-way':
      return <p class="lead">{written(words.onItsWay(address, minutes))}</p>;
    case 'delayed':
      return (
        <div class="notice" role="status">
          <p>{written(words.delayed(address, minutes))}</p>
        </div>
      );
    case 'undeliverable':
      return (
        <div class="notice warn" role="alert">
          <p>{written(words.undeliverable(address))}</p>
        </div>
      );
  }
}

/** Why a link or a code is of no use: used, at its end, or not whole. Reasons that a stranger could probe are one. */
export type OverReason = 'used' | 'over' | 'cut';

/** The page of a link or code that is of no use: why, and where to go on, the best way first. */
export function OverPage(props: {
  readonly title: string;
  readonly words: string;
  readonly ways: readonly { readonly href: string; readonly label: string }[];
}) {
  return (
    <>
      <h1>{props.title}</h1>
      <p class="lead">{props.words}</p>
      <p class="actions">
        {props.ways.map(({ href, label }, index) => (
          <>
            {index === 0 ? null : ' '}
            <a class={index === 0 ? 'button' : 'button quiet'} href={href}>
              {label}
            </a>
          </>
        ))}
      </p>
    </>
  );
}
