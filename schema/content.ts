import type { Access } from './access.ts';
import type { Company } from './company.ts';
import type { Nda } from './nda.ts';
import type { Policy } from './policies.ts';
import type { PolicyRecord } from './policy-records.ts';
import type { Report } from './reports.ts';
import type { Security } from './security.ts';

/** Everything the company says in public: all that the site ever sees. */
export interface PublicContent {
  readonly company: Company;
  readonly reports: readonly Report[];
  readonly nda: Nda;
  readonly policies: readonly Policy[];
  readonly security: Security;
}

/** The content as checked: what is public, and the rules that are not. */
export interface Content extends PublicContent {
  /** PRIVATE: for the Worker only. */
  readonly access: Access;
  /** For the history of the policies, which is written apart. */
  readonly policyRecords: readonly PolicyRecord[];
}

/**
 * What of the content is public. Written as a list of what is let through, so that a new noun is private until somebody
 * names it here.
 *
 * @param content - the whole content
 * @returns the part that may be published
 */
export function publicView(content: Content): PublicContent {
  const { company, reports, nda, policies, security } = content;
  return { company, reports, nda, policies, security };
}
