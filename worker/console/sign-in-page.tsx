import { content } from '../content.ts';

/** Any page of the console for somebody who is not signed in as staff; it is where they go on. */
export function SignInPage({ signedInAs, returnTo }: { signedInAs: string | null; returnTo: string }) {
  return (
    <>
      <h1>Staff only</h1>
      <p class="lead">Here the people of {content.company.name} decide about requests.</p>
      {signedInAs === null ? null : (
        <p>
          You are signed in as <bdi>{signedInAs}</bdi>, who is not one of them. To sign in as staff ends that.
        </p>
      )}
      <form method="post" action="/login/staff">
        <input type="hidden" name="return_to" value={returnTo} />
        <button type="submit" class="button">
          Sign in
        </button>
      </form>
    </>
  );
}
