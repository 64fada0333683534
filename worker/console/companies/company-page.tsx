import { Moment } from '../moment.tsx';
import { Records } from '../records.tsx';
import { PERSON_KINDS, wordsOf } from '../words.ts';
import { type Member, MOST_MEMBERS } from './store.ts';

/** `/console/companies/:domain`: who of a company there is, and what is open to them. */
export function CompanyPage({
  domain,
  members,
  mayAct,
}: {
  domain: string;
  members: readonly Member[];
  mayAct: boolean;
}) {
  const names = [...new Set(members.map(({ company }) => company).filter((name) => name !== ''))];
  return (
    <>
      <p class="above">
        <a href="/console/companies">Companies</a>
      </p>
      <h1>{domain}</h1>
      <p class="lead">
        {names.length === 0 ? (
          'Nobody there said what the company is called.'
        ) : (
          <>
            {names.length === 1 ? 'Called' : 'Called by its people'}{' '}
            {names.slice(0, 5).map((name, index) => (
              <>
                {index > 0 ? ', ' : ''}
                <bdi>{name}</bdi>
              </>
            ))}
            .
          </>
        )}
      </p>
      {mayAct ? (
        <p class="actions">
          <a class="button quiet" href={`/console/revocations/new?scope=company&target=${domain}`}>
            Revoke all their access
          </a>
        </p>
      ) : null}
      <Records
        id="people"
        title="People"
        head={['Who', 'Address', 'Kind', 'Live grants', 'NDA accepted']}
        rows={members.map((member) => [
          <a href={`/console/people/${member.id}`}>
            <bdi>{member.name}</bdi>
          </a>,
          <bdi>{member.address}</bdi>,
          wordsOf(PERSON_KINDS, member.kind),
          member.live,
          member.accepted_at === null ? 'no' : <Moment at={member.accepted_at} />,
        ])}
      />
      {members.length === MOST_MEMBERS ? (
        <p>
          Here are {MOST_MEMBERS} of them. <a href={`/console/people?domain=${domain}`}>All of them</a>
        </p>
      ) : null}
    </>
  );
}
