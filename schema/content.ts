import type { Access } from './access.ts';
import type { Authors } from './authors.ts';
import type { Company } from './company.ts';
import type { Control } from './controls.ts';
import type { CrossLink } from './cross-links.ts';
import type { Nda, NdaTranslationSource } from './nda.ts';
import type { Policy } from './policies.ts';
import type { PolicyRecord } from './policy-records.ts';
import type { ServicePromise } from './promise.ts';
import type { Topic } from './questions.ts';
import type { Report, SupersededReport } from './reports.ts';
import type { Security } from './security.ts';
import type { OtherHolder, Subprocessor, VendorNumbers } from './subprocessors.ts';
import type { Update } from './updates.ts';
import type { Vendor, VendorRules } from './vendors.ts';

/** Everything the company says in public: all that the site ever sees. */
export interface PublicContent {
  /** The day for which due dates and coverage were reckoned: that of the build. */
  readonly today: string;
  readonly company: Company;
  readonly reports: readonly Report[];
  readonly supersededReports: readonly SupersededReport[];
  readonly nda: Nda;
  readonly policies: readonly Policy[];
  readonly security: Security;
  readonly controls: readonly Control[];
  readonly subprocessors: readonly Subprocessor[];
  readonly otherHolders: readonly OtherHolder[];
  readonly vendorNumbers: VendorNumbers;
  readonly vendorRules: VendorRules;
  readonly questions: readonly Topic[];
  /** Newest first. */
  readonly updates: readonly Update[];
  /** How long readers took to have a report, as it was last fetched; null where it never was. */
  readonly promise: ServicePromise | null;
}

/** What the Worker knows: all that is public but the translations of the agreement, and the rules of access. */
export interface WorkerContent extends Omit<PublicContent, 'nda'> {
  /** With what is said around a translation, and without its text: none can be shown for acceptance. */
  readonly nda: Omit<Nda, 'translations'> & { readonly translations: readonly NdaTranslationSource[] };
  /** PRIVATE: for the Worker only. */
  readonly access: Access;
}

/** The content as checked: what is public, and what is not. */
export interface Content extends WorkerContent {
  readonly nda: Nda;
  /** PRIVATE: for the operator's command only. */
  readonly vendors: readonly Vendor[];
  /** For the history of the policies, which is written apart. */
  readonly policyRecords: readonly PolicyRecord[];
  /** PRIVATE: for the history of the texts, where the names they stand for are put in. */
  readonly authors: Authors;
  /** For the built site, against which they are held. */
  readonly links: readonly CrossLink[];
}

/**
 * What of the content is public. Written as a list of what is let through, so that a new noun is private until somebody
 * names it here.
 *
 * @param content - the whole content
 * @returns the part that may be published
 */
export function publicView(content: Content): PublicContent {
  return {
    today: content.today,
    company: content.company,
    reports: content.reports,
    supersededReports: content.supersededReports,
    nda: content.nda,
    policies: content.policies,
    security: content.security,
    controls: content.controls,
    subprocessors: content.subprocessors,
    otherHolders: content.otherHolders,
    vendorNumbers: content.vendorNumbers,
    vendorRules: content.vendorRules,
    questions: content.questions,
    updates: content.updates,
    promise: content.promise,
  };
}

/** What the Worker is given: it has no use for the register of vendors, and offers no translation of the agreement, but says where one is. */
export function workerView(content: Content): WorkerContent {
  const { nda, ...rest } = publicView(content);
  const translations = nda.translations.map(({ html: _, headings: __, ...around }) => around);
  return { ...rest, nda: { ...nda, translations }, access: content.access };
}
