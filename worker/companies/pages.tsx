import { text } from '../../words/html.ts';
import { TICKED } from '../access/agreement.ts';
import { OverPage } from '../access/confirm-page.tsx';
import { ErrorSummary, Field } from '../access/field.tsx';
import { Fact } from '../access/nda-page.tsx';
import { content } from '../content.ts';
import { isolated, Own, useWords, written } from '../localised.tsx';
import { AboveMyAccess } from '../my-access/leaving-pages.tsx';
import { titleOf } from '../my-access/words.ts';
import { trustedHtml } from '../shell.tsx';
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
  const { m, locale, ndaTitle, day, languageName } = useWords();
  const words = m.companies;
  const hasTranslation = nda.translations.some((one) => one.locale === locale);
  const language = languageName(nda.locale);
  return (
    <>
      <AboveMyAccess />
      <h1>{words.joining}</h1>
      <p class="lead">{words.joiningLead}</p>
      {nda.locale === locale ? null : (
        <div class="notice">
          <p>
            {hasTranslation
              ? written(m.agreement.bindingWithTranslation(language, text('/nda/')))
              : m.agreement.binding(language)}
          </p>
        </div>
      )}
      <ErrorSummary errors={errors} />
      <dl class="facts">
        <Fact name={m.receipt.agreement}>
          {written(words.agreement(ndaTitle, text(nda.version), text(nda.path)))}
        </Fact>
        <Fact name={m.agreement.between}>{company.legalName}</Fact>
        <Fact name={m.agreement.and}>
          {written(
            words.party(
              isolated(signer.company),
              isolated(signer.name),
              text(signer.address),
              text(day(Date.parse(acceptedAt))),
            ),
          )}
        </Fact>
        <Fact name={m.agreement.for}>
          <Own>{titleOf(report)}</Own>
        </Fact>
        <Fact name={words.yourAddress}>{address}</Fact>
      </dl>
      <article class="agreement" lang={nda.locale}>
        {trustedHtml(nda.html)}
      </article>
      <form method="post" action={`/my-access/invitations/${invitation.id}`} novalidate>
        <input type="hidden" name="person" value={personId} />
        <input type="hidden" name="sha256" value={nda.sha256} />
        <Field
          name="name"
          label={m.fields.name}
          hint={words.nameHint}
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
          <label for="acknowledge">{words.acknowledge}</label>
          {errors.acknowledge ? (
            <p class="error" id="acknowledge-error">
              {errors.acknowledge}
            </p>
          ) : null}
        </div>
        <p class="actions">
          <button type="submit" class="button">
            {words.join}
          </button>
        </p>
      </form>
      <p class="hint">{written(words.notYours(isolated(signer.company)))}</p>
    </>
  );
}

/** Said of an invitation that is over, withdrawn, used, or somebody else's: which of these is nobody's business. */
export function NoInvitationPage() {
  const { m } = useWords();
  return (
    <OverPage
      title={m.companies.over}
      words={m.companies.overLead}
      ways={[
        { href: '/reports/', label: m.entry.reports },
        { href: '/my-access', label: m.myAccess.title },
      ]}
    />
  );
}

/** `/my-access/colleagues/:id`: what taking somebody out does, before it does it. */
export function TakeOutPage({ colleague, personId }: { colleague: Invitation; personId: string }) {
  const joined = colleague.joined_at !== null;
  const { m } = useWords();
  const words = m.companies;
  return (
    <>
      <AboveMyAccess />
      <h1>{words.takingOutWhom(colleague.address)}</h1>
      <p class="lead">{joined ? words.takingOutLead : words.takingBack}</p>
      {joined ? <p>{words.afterwards}</p> : null}
      <form method="post" action={`/my-access/colleagues/${colleague.id}`}>
        <input type="hidden" name="person" value={personId} />
        <p class="actions">
          <button type="submit" class="button">
            {words.takeOut}
          </button>{' '}
          <a class="button quiet" href="/my-access">
            {m.myAccess.leaveAsIs}
          </a>
        </p>
      </form>
    </>
  );
}
