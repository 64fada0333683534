import { mailLink, text } from '../../words/html.ts';
import { content } from '../content.ts';
import { useWords, written } from '../localised.tsx';
import type { ErasurePlan } from './erase.ts';

/** The way back from a page below `/my-access`. */
export function AboveMyAccess() {
  return (
    <p class="above">
      <a href="/my-access">{useWords().m.myAccess.title}</a>
    </p>
  );
}

/** `/my-access/end`: what ending does, before it does it. */
export function EndPage({ personId, colleagues }: { personId: string; colleagues: number }) {
  const { m } = useWords();
  const words = m.ending;
  return (
    <>
      <AboveMyAccess />
      <h1>{m.myAccess.end}</h1>
      <p class="lead">{words.lead}</p>
      <ul>
        <li>{words.download}</li>
        <li>{words.requests}</li>
        <li>{words.signedOut}</li>
        <li>{written(words.stays(text('/my-access/delete')))}</li>
        {colleagues > 0 ? <li>{written(words.colleagues(text('/my-access')))}</li> : null}
      </ul>
      <p>{words.again}</p>
      <Act action="/my-access/end" personId={personId} label={m.myAccess.end} />
    </>
  );
}

/** After the click. */
export function EndedPage() {
  const words = useWords().m.ending;
  return (
    <>
      <h1>{words.done}</h1>
      <p class="lead">{words.doneLead}</p>
      <p>{written(words.doneText(text('/my-access')))}</p>
    </>
  );
}

/** `/my-access/delete`: what goes, what stays, why and until when, before anything happens. */
export function DeletePage({ personId, plan }: { personId: string; plan: ErasurePlan }) {
  const { m } = useWords();
  const words = m.deleting;
  return (
    <>
      <AboveMyAccess />
      <h1>{m.myAccess.delete}</h1>
      <p class="lead">{words.lead}</p>
      <h2>{words.goes}</h2>
      <ul>
        <li>{words.person}</li>
        <li>{words.requests}</li>
        <li>{words.network}</li>
        <li>{words.mails}</li>
        <li>{words.subscriptions}</li>
        <li>{words.invitations}</li>
      </ul>
      <h2>{words.stays}</h2>
      <Staying plan={plan} />
      <p>{written(words.final(text('/my-access/export')))}</p>
      <Act action="/my-access/delete" personId={personId} label={m.myAccess.delete} />
    </>
  );
}

/** After the click: the same again about what stays. */
export function DeletedPage({ plan }: { plan: ErasurePlan }) {
  const words = useWords().m.deleting;
  return (
    <>
      <h1>{words.done}</h1>
      <p class="lead">{words.doneLead}</p>
      <h2>{words.stays}</h2>
      <Staying plan={plan} />
      <p>{written(words.questions(mailLink(content.company.contacts.privacy)))}</p>
    </>
  );
}

function Staying({ plan }: { plan: ErasurePlan }) {
  const { nda } = content;
  const { m, time } = useWords();
  const words = m.deleting;
  const always = <li>{words.events}</li>;
  if (!plan.keeps) return <ul>{always}</ul>;
  return (
    <>
      <ul>
        {plan.acceptances > 0 ? <li>{words.acceptances(plan.acceptances)}</li> : null}
        {plan.grants > 0 ? <li>{words.grants(plan.grants)}</li> : null}
        {plan.downloads > 0 ? <li>{words.downloads(plan.downloads)}</li> : null}
        {plan.barred ? <li>{words.barred}</li> : null}
        {always}
      </ul>
      <p>{words.why(nda.termMonths, nda.claimMonths)}</p>
      <p>{plan.barred ? words.untilLifted : written(words.until(time(plan.until)))}</p>
    </>
  );
}

function Act({ action, personId, label }: { action: string; personId: string; label: string }) {
  const { m } = useWords();
  return (
    <form method="post" action={action}>
      <input type="hidden" name="person" value={personId} />
      <p class="actions">
        <button type="submit" class="button">
          {label}
        </button>{' '}
        <a class="button quiet" href="/my-access">
          {m.myAccess.leaveAsIs}
        </a>
      </p>
    </form>
  );
}
