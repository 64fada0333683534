import { basisOf, decideFor, underTerms } from '../../access/settle.ts';
import { reportOf } from '../../content.ts';
import type { RequestFacts } from './store.ts';

/** Under what a release would give a report. */
export interface Cover {
  /** The facts that prove it: of the terms of service, of an agreement made elsewhere, or of the NDA. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** Null where it is no acceptance of the NDA. */
  readonly acceptanceId: string | null;
}

/**
 * What covers whoever waits, at this moment: their sign-in as a customer, an acceptance of the NDA that holds, their own or the
 * one of whoever brought them in, or what the rules in force say of their address. What held a request back is recorded with
 * it; but what would be given now needs an agreement that holds now.
 *
 * @returns null where nothing does, and so nothing may be released
 */
export function coverOf(request: RequestFacts): Cover | null {
  if (request.kind === 'customer') return { detail: underTerms(), acceptanceId: null };
  if (request.acceptance_id !== null) {
    const { nda_id: nda, nda_version: version, nda_sha256: sha256 } = request;
    return { detail: { nda, version, sha256 }, acceptanceId: request.acceptance_id };
  }
  const report = reportOf(request.report_id);
  if (!report || report.access === 'public' || request.person_address === null) return null;
  const decision = decideFor(request.person_address, report);
  if (decision.outcome === 'deny' || decision.nda) return null;
  const { rules: coverRules, rule: coverRule, ...detail } = basisOf(decision).detail;
  return { detail: { ...detail, coverRule, coverRules }, acceptanceId: null };
}
