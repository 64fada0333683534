import { isSameMailbox } from '../../core/mail-address.ts';
import type { Revoked } from '../access/revocation-target.ts';
import { Failure } from '../problem.ts';

/** Nobody decides about themselves, or agrees to it, under whichever of their identities they asked. */

/** Who decides, and who agreed to it where two have to. */
export interface DecidedBy {
  /** A person's id, or `operator:<token id>`. */
  readonly actor: string;
  readonly second: string | null;
}

/** Somebody whom a decision is about, by all that we know them by. */
export interface Concerned {
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly addresses: readonly (string | null)[];
}

const REFUSED = {
  own: 'This is about your own access: somebody else on the staff has to decide it.',
  unknown:
    'We cannot see that this is not about your own access, as your identity provider tells us too little about you: have it tell your address (the claim “email”), or let somebody else on the staff decide it.',
} as const;

/**
 * Refuses a decision of somebody about themselves, or of whom nobody can see that it is not.
 *
 * @param db - primary database session
 * @param concerned - whom it is about
 * @param by - who decides
 * @throws Failure forbidden
 */
export async function refuseOwn(
  db: D1DatabaseSession,
  concerned: Concerned,
  { actor, second }: DecidedBy,
): Promise<void> {
  for (const id of second === null ? [actor] : [actor, second]) {
    const whose = whoseIs(concerned, await findIdentity(db, id));
    if (whose !== 'another') throw new Failure('forbidden', { detail: REFUSED[whose] });
  }
}

/**
 * Refuses to lift what was taken back from oneself: a person, or a grant of theirs. What struck more than one is for whoever has the role,
 * and a token that was made for nobody is nobody's own.
 *
 * @param db - primary database session
 * @param revocation - which
 * @param actor - who lifts it: a person's id, or `operator:<token id>`
 * @throws Failure forbidden
 */
export async function refuseOwnLift(
  db: D1DatabaseSession,
  { scope, target }: Revoked,
  actor: string,
): Promise<void> {
  if (scope !== 'person' && scope !== 'grant') return;
  const whose =
    scope === 'person'
      ? target
      : await db
          .prepare('SELECT person_id FROM grants WHERE id = ?1')
          .bind(target)
          .first<string>('person_id');
  const struck = whose === null ? null : await findIdentity(db, whose);
  const isNobodys = actor.startsWith('operator:') && (await findIdentity(db, actor))?.address === null;
  if (struck && !isNobodys)
    await refuseOwn(db, { ...struck, addresses: [struck.address] }, { actor, second: null });
}

interface Identity {
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly address: string | null;
}

/** By the account at an identity provider and by the mailbox; unknown where the two have neither in common to compare. */
function whoseIs(concerned: Concerned, staff: Identity | null): 'own' | 'another' | 'unknown' {
  if (!staff) return 'unknown';
  const { issuer, subject, address } = staff;
  const sameIssuer = issuer !== null && subject !== null && issuer === concerned.issuer;
  if (sameIssuer && subject === concerned.subject) return 'own';
  const mailboxes = concerned.addresses.filter((other) => other !== null && other !== '') as string[];
  if (address && mailboxes.some((other) => isSameMailbox(other, address))) return 'own';
  return sameIssuer || (address && mailboxes.length > 0) ? 'another' : 'unknown';
}

/** Who a staff member is, or whoever a token was made for, for comparison with whom a decision is about. */
async function findIdentity(db: D1DatabaseSession, actor: string): Promise<Identity | null> {
  return await db
    .prepare(
      `SELECT issuer, subject, address FROM people WHERE id = ?1
       UNION ALL SELECT NULL, NULL, made_for FROM operator_tokens WHERE id = substr(?1, 10) AND ?1 LIKE 'operator:%'`,
    )
    .bind(actor)
    .first<Identity>();
}
