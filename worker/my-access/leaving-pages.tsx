import { content } from '../content.ts';
import type { ErasurePlan } from './erase.ts';
import { dayInWords } from './words.ts';

/** `/my-access/end`: what ending does, before it does it. */
export function EndPage({ personId, colleagues }: { personId: string; colleagues: number }) {
  return (
    <>
      <p class="above">
        <a href="/my-access">My access</a>
      </p>
      <h1>End my access</h1>
      <p class="lead">Every report closes to you at once, everywhere.</p>
      <ul>
        <li>A download that is under way stops.</li>
        <li>Requests that wait are withdrawn.</li>
        <li>You are signed out in every browser, this one included.</li>
        <li>
          What you agreed to goes on for the copies that you have, and what we hold about you stays. To have
          it deleted is <a href="/my-access/delete">something else</a>.
        </li>
        {colleagues > 0 ? (
          <li>
            Colleagues whom you brought in keep their access: your company accepted the agreement.{' '}
            <a href="/my-access">Take them out</a> first if they should not.
          </li>
        ) : null}
      </ul>
      <p>You can ask for a report again at any time.</p>
      <Act action="/my-access/end" personId={personId} label="End my access" />
    </>
  );
}

/** After the click. */
export function EndedPage() {
  return (
    <>
      <h1>Your access has ended</h1>
      <p class="lead">No report is open to you, and you are signed out everywhere.</p>
      <p>
        Copies that you have stay under what you agreed to. To see what we hold about you, or to have it
        deleted, come back to <a href="/my-access">My access</a>; to have a report again, ask for it from{' '}
        <a href="/reports/">its page</a>.
      </p>
    </>
  );
}

/** `/my-access/delete`: what goes, what stays, why and until when, before anything happens. */
export function DeletePage({ personId, plan }: { personId: string; plan: ErasurePlan }) {
  return (
    <>
      <p class="above">
        <a href="/my-access">My access</a>
      </p>
      <h1>Delete my data</h1>
      <p class="lead">Your access ends, and what we hold about you is deleted as far as it may be.</p>
      <h2>What goes at once</h2>
      <ul>
        <li>your name, company, address and account in our list of people</li>
        <li>your requests, or, where an agreement or a copy rests on one, all that is personal in it</li>
        <li>the network address and browser of each request</li>
        <li>our record of mails to you, links, codes, and sessions</li>
        <li>subscriptions of your address</li>
        <li>invitations that nobody has taken up, to you and from you</li>
      </ul>
      <h2>What stays</h2>
      <Staying plan={plan} />
      <p>
        It cannot be undone. If you want a copy of your data, <a href="/my-access/export">download it</a>{' '}
        first.
      </p>
      <Act action="/my-access/delete" personId={personId} label="Delete my data" />
    </>
  );
}

/** After the click: the same again about what stays. */
export function DeletedPage({ plan }: { plan: ErasurePlan }) {
  return (
    <>
      <h1>Your data is deleted</h1>
      <p class="lead">You are signed out, no report is open to you, and we no longer know your address.</p>
      <h2>What stays</h2>
      <Staying plan={plan} />
      <p>
        Questions:{' '}
        <a href={`mailto:${content.company.contacts.privacy}`}>{content.company.contacts.privacy}</a>
      </p>
    </>
  );
}

function Staying({ plan }: { plan: ErasurePlan }) {
  const { nda } = content;
  const always = (
    <li>the bare record of events: that something happened, when, and to which number. It names nobody.</li>
  );
  if (!plan.keeps) return <ul>{always}</ul>;
  return (
    <>
      <ul>
        {plan.acceptances > 0 ? (
          <li>
            your acceptance of the agreement, with your name, company and address, the time, and from which
            network address and browser you gave it ({plan.acceptances})
          </li>
        ) : null}
        {plan.grants > 0 ? (
          <li>
            that you were given a report, and what is printed on your copy: your name, company and address (
            {plan.grants})
          </li>
        ) : null}
        {plan.downloads > 0 ? <li>when it was downloaded ({plan.downloads})</li> : null}
        {plan.barred ? (
          <li>
            your address or account, because we withdrew access from you and would not know you otherwise
          </li>
        ) : null}
        {always}
      </ul>
      <p>
        Why: it proves who received which confidential report under which agreement. The agreement protects
        each report for {nda.termMonths} months after it was received, and claims can be raised for another{' '}
        {nda.claimMonths} months. We need it for nothing else.
      </p>
      {plan.barred ? (
        <p>Until: as long as the withdrawal stands. Write to us if you think that it should not.</p>
      ) : (
        <p>
          Until: <strong>{dayInWords(plan.until)}</strong>. Then it is deleted by itself, or, where a
          colleague’s copy rests on your acceptance, when that is deleted.
        </p>
      )}
    </>
  );
}

function Act({ action, personId, label }: { action: string; personId: string; label: string }) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="person" value={personId} />
      <p class="actions">
        <button type="submit" class="button">
          {label}
        </button>{' '}
        <a class="button quiet" href="/my-access">
          Leave as it is
        </a>
      </p>
    </form>
  );
}
