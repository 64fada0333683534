import { newCopyId } from '../../core/marks/copy-id.ts';
import { templateOf } from '../../schema/marking.ts';
import { content, reportOf } from '../content.ts';
import { makeMark } from '../marks/mark.ts';
import { newId } from '../random.ts';
import type { Basis, LiveGrant } from './grant.ts';

const DAY = 86_400_000;

/** Whose copy it will be. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string | null;
}

/** A grant that is to be written. */
export interface DraftGrant extends LiveGrant {
  /** Whether it shares the quota of what its mailbox was given for as long. */
  readonly sharesQuota: boolean;
}

/**
 * A grant as it will be written: its id, its copy id and its mark.
 *
 * @param env - bindings, for the fonts of the mark
 * @param person - whose copy it will be
 * @param reportId - of what
 * @param basis - why, with the facts that prove it
 * @param now - milliseconds
 */
export async function draftGrant(
  env: Env,
  person: Recipient,
  reportId: string,
  basis: {
    readonly basis: Basis;
    readonly detail: Readonly<Record<string, unknown>>;
    readonly acceptanceId: string | null;
    readonly requestId: string | null;
    /** For how long; the general time where it is left out. */
    readonly days?: number | null;
    /** When it begins, in milliseconds; now where it is left out. */
    readonly from?: number | null;
    /** When it has to end at the latest: that of the grant that it renews. */
    readonly notAfter?: number | null;
    /** How many downloads it allows; what content/ says of the report where it is left out. */
    readonly downloads?: number | null | undefined;
    /** {@link LiveGrant.quotaSince} of the grant that it renews. */
    readonly quotaSince?: number | undefined;
  },
  now: number,
): Promise<DraftGrant> {
  const copyId = newCopyId(crypto.getRandomValues(new Uint8Array(16)));
  const report = reportOf(reportId);
  const startsAt = Math.max(now, basis.from ?? now);
  const days = basis.days ?? content.access.grantDays;
  const expiresAt = Math.min(startsAt + days * DAY, basis.notAfter ?? Number.POSITIVE_INFINITY);
  return {
    id: newId(),
    personId: person.id,
    reportId,
    basis: basis.basis,
    basisDetail: JSON.stringify(basis.detail),
    acceptanceId: basis.acceptanceId,
    requestId: basis.requestId,
    copyId,
    mark: await makeMark(
      env,
      {
        name: person.name,
        company: person.company,
        address: person.address ?? '',
        date: new Date(startsAt).toISOString().slice(0, 10),
        copyId,
        agreement: agreementOf(basis.acceptanceId, basis.detail),
      },
      report && templateOf(report),
    ),
    startsAt,
    expiresAt,
    quota:
      basis.downloads === undefined
        ? (report?.downloads ?? content.access.downloads ?? null)
        : basis.downloads,
    quotaSince: basis.quotaSince ?? (basis.basis === 'staff' ? startsAt : startsAt - DAY),
    sharesQuota: basis.basis !== 'staff' && basis.quotaSince === undefined,
  };
}

/** What the cover of a copy says it was given under. */
function agreementOf(acceptanceId: string | null, detail: Readonly<Record<string, unknown>>): string {
  if (acceptanceId !== null) return `${content.nda.title}, version ${detail.version}`;
  if (detail.agreement !== undefined) return `Agreement ${detail.agreement}`;
  return `Terms of Service, version ${detail.version}, clause ${detail.clause}`;
}
