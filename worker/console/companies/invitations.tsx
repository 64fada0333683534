import { Moment } from '../moment.tsx';
import { Records } from '../records.tsx';
import { INVITATION_STATES } from '../words.ts';
import { invitationState, type ShownInvitation } from './store.ts';

/** Colleagues who were brought in under the NDA of a signer; nothing where there are none. */
export function InvitationRecords({
  invitations,
  title,
  now,
}: {
  invitations: readonly ShownInvitation[];
  title: string;
  now: number;
}) {
  if (invitations.length === 0) return null;
  return (
    <Records
      id="invitations"
      title={title}
      head={['Colleague', 'State', 'Invited by', 'Under the NDA', 'Invited']}
      rows={invitations.map((invitation) => [
        invitation.person_id === null ? (
          <bdi>{invitation.address}</bdi>
        ) : (
          <a href={`/console/people/${invitation.person_id}`}>
            <bdi>{invitation.name}</bdi>
          </a>
        ),
        INVITATION_STATES[invitationState(invitation, now)],
        <a href={`/console/people/${invitation.signer_id}`}>
          <bdi>{invitation.signer_name}</bdi>
        </a>,
        <a href={`/console/agreements/${invitation.acceptance_id}`}>
          accepted <Moment at={invitation.accepted_at} />
        </a>,
        <Moment at={invitation.invited_at} />,
      ])}
    />
  );
}
