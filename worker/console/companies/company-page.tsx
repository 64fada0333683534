import { minute } from '../minute.ts';
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
          <a class="button" href={`/console/revocations/new?scope=company&target=${domain}`}>
            Take back all their access
          </a>
        </p>
      ) : null}
      <table class="stack">
        <caption class="visually-hidden">People of {domain}</caption>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Address</th>
            <th scope="col">Kind</th>
            <th scope="col">Live grants</th>
            <th scope="col">NDA accepted</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr>
              <th scope="row">
                <a href={`/console/people/${member.id}`}>
                  <bdi>{member.name}</bdi>
                </a>
              </th>
              <td data-label="Address">
                <bdi>{member.address}</bdi>
              </td>
              <td data-label="Kind">{member.kind}</td>
              <td data-label="Live grants">{member.live}</td>
              <td data-label="NDA accepted">
                {member.accepted_at === null ? 'no' : minute(member.accepted_at)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {members.length === MOST_MEMBERS ? (
        <p>
          These are {MOST_MEMBERS}; <a href={`/console/people?domain=${domain}`}>all of them</a>.
        </p>
      ) : null}
    </>
  );
}
