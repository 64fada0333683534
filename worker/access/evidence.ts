import type { WorkerContent } from '../../schema/content.ts';
import type { Confirmation } from './confirmation-store.ts';
import type { LiveGrant } from './grant.ts';
import type { AccessRequest } from './request-store.ts';

/**
 * What is recorded of an acceptance: who agreed to which exact text, on what screen, after what steps. Every fact is
 * the server's own; nothing is taken from the form but the choice itself.
 */
export interface Evidence {
  readonly v: 1;
  readonly acceptance: string;
  readonly request: string;
  readonly report: string;
  readonly nda: {
    readonly id: string;
    readonly version: string;
    readonly effective: string;
    readonly locale: string;
    /** SHA-256 of the exact bytes of the text, which stay on the site at `path`. */
    readonly sha256: string;
    readonly path: string;
    /** SHA-256 of the HTML that the text was shown as. */
    readonly shownSha256: string;
  };
  /** Word for word as shown. */
  readonly shown: { readonly consent: string; readonly authority: string; readonly button: string };
  readonly counterparty: string;
  readonly signer: {
    readonly person: string;
    readonly name: string;
    readonly company: string;
    readonly address: string;
    /** SHA-256 of the session's id. */
    readonly session: string;
    readonly ip: string;
    readonly userAgent: string;
  };
  /** How the address was confirmed. */
  readonly confirmation: {
    readonly id: string;
    readonly by: 'link' | 'code';
    readonly messageId: string | null;
    readonly sentAt: string;
    readonly confirmedAt: string;
  } | null;
  /** UTC, from the server's clock. */
  readonly acceptedAt: string;
  /** The build that served the page; `/version` of the same build answers with it. */
  readonly build: string;
  /** Null where staff still decides. */
  readonly grant: { readonly id: string; readonly copy: string; readonly expiresAt: string } | null;
}

/** What the evidence is made from. */
export interface EvidenceSources {
  readonly acceptanceId: string;
  readonly request: AccessRequest;
  readonly nda: WorkerContent['nda'];
  readonly shownSha256: string;
  readonly counterparty: string;
  readonly personId: string;
  readonly sessionHash: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly confirmation: Confirmation | null;
  readonly messageId: string | null;
  readonly build: string;
  readonly grant: LiveGrant | null;
}

/**
 * Puts the evidence of an acceptance together.
 *
 * @param sources - the server's own facts
 * @param now - milliseconds
 */
export function evidenceOf(sources: EvidenceSources, now: number): Evidence {
  const { nda, request, confirmation, grant } = sources;
  return {
    v: 1,
    acceptance: sources.acceptanceId,
    request: request.id,
    report: request.report_id,
    nda: {
      id: nda.id,
      version: nda.version,
      effective: nda.effective,
      locale: nda.locale,
      sha256: nda.sha256,
      path: nda.path,
      shownSha256: sources.shownSha256,
    },
    shown: { consent: nda.consentSentence, authority: nda.authoritySentence, button: nda.agreeLabel },
    counterparty: sources.counterparty,
    signer: {
      person: sources.personId,
      name: request.name,
      company: request.company,
      address: request.address,
      session: sources.sessionHash,
      ip: sources.ip,
      userAgent: sources.userAgent,
    },
    confirmation:
      confirmation?.used_at != null && confirmation.used_by !== null
        ? {
            id: confirmation.id,
            by: confirmation.used_by,
            messageId: sources.messageId,
            sentAt: utc(confirmation.created_at),
            confirmedAt: utc(confirmation.used_at),
          }
        : null,
    acceptedAt: utc(now),
    build: sources.build,
    grant: grant && { id: grant.id, copy: grant.copyId, expiresAt: utc(grant.expiresAt) },
  };
}

const utc = (milliseconds: number): string => new Date(milliseconds).toISOString();
