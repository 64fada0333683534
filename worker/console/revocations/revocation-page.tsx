import { Fact } from '../../access/nda-page.tsx';
import type { Revocation } from '../../access/revoke.ts';
import { Moment } from '../moment.tsx';
import type { Described } from '../proposals/describe.ts';

/** `/console/revocations/:id`: one act of taking access back, and how far it has come. */
export function RevocationPage({
  revocation,
  described,
  staffId,
  mayLift,
}: {
  revocation: Revocation;
  described: Described;
  staffId: string;
  mayLift: boolean;
}) {
  const { id, total, done, created_at, finished_at, lifted_at, scope } = revocation;
  return (
    <>
      <p class="above">
        <a href="/console/revocations">Revocations</a>
      </p>
      <h1 id="revocation">{described.title}</h1>
      <p class="lead" role="status">
        {finished_at === null ? (
          `${done} of ${total} grants so far; it goes on by itself.`
        ) : (
          <>
            Done: {done} {done === 1 ? 'grant' : 'grants'}, <Moment at={finished_at} />.
          </>
        )}
      </p>
      <dl class="facts">
        {described.facts.map(([name, value, href]) => (
          <Fact name={name}>{href ? <a href={href}>{value}</a> : <bdi>{value}</bdi>}</Fact>
        ))}
        <Fact name="Begun">
          <Moment at={created_at} />
        </Fact>
        {lifted_at === null ? null : (
          <Fact name="May ask again since">
            <Moment at={lifted_at} />
          </Fact>
        )}
        <Fact name="Audit log">
          <a href={`/console/events?object=${id}`}>what happened with it</a>
        </Fact>
      </dl>
      {mayLift && finished_at !== null && lifted_at === null && scope !== 'version' ? (
        <form method="post" action={`/console/revocations/${id}/lift`}>
          <input type="hidden" name="person" value={staffId} />
          <p class="hint">What was revoked stays revoked. They may then ask again as anybody does.</p>
          <p class="actions">
            <button type="submit" class="button quiet" aria-describedby="revocation">
              Let them ask again
            </button>
          </p>
        </form>
      ) : null}
    </>
  );
}
