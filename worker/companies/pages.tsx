import { TICKED } from '../access/agreement.ts';
import { ErrorSummary, Field } from '../access/field.tsx';
import { Fact } from '../access/nda-page.tsx';
import { content } from '../content.ts';
import { titleOf } from '../my-access/words.ts';
import { trustedHtml } from '../shell.tsx';
import { ACKNOWLEDGE, JOIN_LABEL } from './join.ts';
import type { Invitation, OpenInvitation } from './store.ts';

/** What the page shows. */
export interface InvitationProps {
  readonly invitation: OpenInvitation;
  readonly personId: string;
  readonly address: string;
  readonly name: string;
  readonly errors: { readonly name?: string | undefined; readonly acknowledge?: string | undefined };
}

/** `/my-access/invitations/:id`: the agreement that a colleague accepted, one box, one button. */
export function InvitationPage({ invitation, personId, address, name, errors }: InvitationProps) {
  const { nda, company } = content;
  const { signer, acceptedAt, report } = invitation.acceptance;
  return (
    <>
      <p class="above">
        <a href="/my-access">My access</a>
      </p>
      <h1>Your colleague brings you in</h1>
      <p class="lead">
        The agreement below binds your company already. Read it, say that you have, and the report is yours.
      </p>
      <ErrorSummary errors={errors} />
      <dl class="facts">
        <Fact name="Agreement">
          {nda.title}, version {nda.version}; <a href={nda.path}>the exact text</a>
        </Fact>
        <Fact name="Between">{company.legalName}</Fact>
        <Fact name="And">
          <bdi>{signer.company}</bdi>, by <bdi>{signer.name}</bdi> ({signer.address}), on{' '}
          {acceptedAt.slice(0, 10)}
        </Fact>
        <Fact name="For">{titleOf(report)}</Fact>
        <Fact name="Your address">{address}</Fact>
      </dl>
      <article class="agreement" lang={nda.locale}>
        {trustedHtml(nda.html)}
      </article>
      <form method="post" action={`/my-access/invitations/${invitation.id}`} novalidate>
        <input type="hidden" name="person" value={personId} />
        <input type="hidden" name="sha256" value={nda.sha256} />
        <Field
          name="name"
          label="Full name"
          hint="Your copy carries it, with your address."
          value={name}
          error={errors.name}
          autocomplete="name"
        />
        <div class="choice">
          <input
            type="checkbox"
            id="acknowledge"
            name="acknowledge"
            value={TICKED}
            required
            autocomplete="off"
            aria-invalid={errors.acknowledge ? 'true' : undefined}
            aria-describedby={errors.acknowledge ? 'acknowledge-error' : undefined}
          />
          <label for="acknowledge">{ACKNOWLEDGE}</label>
          {errors.acknowledge ? (
            <p class="error" id="acknowledge-error">
              {errors.acknowledge}
            </p>
          ) : null}
        </div>
        <p class="actions">
          <button type="submit" class="button">
            {JOIN_LABEL}
          </button>
        </p>
      </form>
      <p class="hint">
        Is <bdi>{signer.company}</bdi> not your company, or do you not want this? Do nothing: nothing is
        given, and the invitation ends by itself.
      </p>
    </>
  );
}

/** Said of an invitation that is over, withdrawn, used, or somebody else's: which of these is nobody's business. */
export function NoInvitationPage() {
  return (
    <>
      <h1>This invitation works no longer</h1>
      <p class="lead">
        It was used, taken back or is too old, or the agreement has changed since. Ask your colleague for
        another one, or ask for the report in your own name.
      </p>
      <p class="actions">
        <a class="button" href="/reports/">
          The reports
        </a>{' '}
        <a class="button quiet" href="/my-access">
          My access
        </a>
      </p>
    </>
  );
}

/** `/my-access/colleagues/:id`: what taking somebody out does, before it does it. */
export function TakeOutPage({ colleague, personId }: { colleague: Invitation; personId: string }) {
  const joined = colleague.joined_at !== null;
  return (
    <>
      <p class="above">
        <a href="/my-access">My access</a>
      </p>
      <h1>Take {colleague.address} out</h1>
      <p class="lead">
        {joined
          ? 'Every report that is open to them because of your acceptance closes at once, and a download under way stops. What they have in their own name stays.'
          : 'The invitation works no longer.'}
      </p>
      {joined ? (
        <p>
          They get a mail. The agreement goes on for the copies that they have. They can ask for a report in
          their own name, and you can invite them again.
        </p>
      ) : null}
      <form method="post" action={`/my-access/colleagues/${colleague.id}`}>
        <input type="hidden" name="person" value={personId} />
        <p class="actions">
          <button type="submit" class="button">
            Take out
          </button>{' '}
          <a class="button quiet" href="/my-access">
            Leave as it is
          </a>
        </p>
      </form>
    </>
  );
}
