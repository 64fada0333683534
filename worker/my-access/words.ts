import { content, reportOf } from '../content.ts';
import type { Localised } from '../localised.tsx';

/** A report's title; its id where the catalogue no longer has it. */
export const titleOf = (reportId: string): string => reportOf(reportId)?.title ?? reportId;

/** On what a grant stands, in a few words. */
export function basisInWords({ m, locale }: Localised, basis: string, basisDetail: string): string {
  const words = m.myAccess.basis;
  const detail = JSON.parse(basisDetail) as Partial<Record<string, string>>;
  const { nda } = content;
  const title = nda.translations.find((one) => one.locale === locale)?.title ?? nda.title;
  const standsOn =
    basis === 'terms' || detail.clause !== undefined
      ? words.terms(String(detail.version), String(detail.clause))
      : detail.agreement !== undefined
        ? words.partner(detail.agreement, String(detail.reason))
        : detail.nda === undefined
          ? null
          : words.nda(title, String(detail.version));
  if (standsOn === null) return words.released;
  return basis === 'staff' ? words.andReleased(standsOn) : standsOn;
}
