import type { PolicyHistory, PolicyVersion } from './policy-history.ts';

/** A version of a policy that somebody approved: what whoever follows the policies is told of by mail. */
export interface PolicyNews {
  readonly policy: string;
  readonly title: string;
  readonly version: string;
  readonly kind: PolicyVersion['kind'];
  readonly summary: string | null;
}

/**
 * The versions that bind or bound by an approval. What nobody has approved is on the site, and is told to nobody.
 *
 * @param policies - the policies through time
 */
export function policyNews(policies: readonly PolicyHistory[]): PolicyNews[] {
  return policies
    .filter(({ withdrawn }) => withdrawn === null)
    .flatMap(({ id, title, versions }) =>
      versions
        .filter(({ approval }) => approval?.independent)
        .map(({ version, kind, summary }) => ({ policy: id, title, version, kind, summary })),
    );
}
