import { addDays, addMonths } from './calendar.ts';
import { TIERS, type Tier, type VendorDuty, type VendorRules, type VendorSource } from './vendors.ts';

/** What follows from the rules for one vendor: its tier, and what has to be done when. */

/**
 * The tier of a vendor: the highest that any kind of data or access puts it in.
 *
 * @param vendor - what it may hold and reach
 * @param rules - the company's rules
 * @returns the tier, and why in a clause
 */
export function tierOf(
  { data, access }: Pick<VendorSource, 'data' | 'access'>,
  rules: VendorRules,
): { tier: Tier; because: string } {
  const reach = [
    ...rules.data.filter(({ id }) => data.includes(id)),
    ...rules.access.filter(({ id }) => access.includes(id)),
  ];
  const tier = TIERS.find((one) => reach.some((kind) => kind.tier === one)) ?? 'low';
  const names = reach.filter((kind) => kind.tier === tier).map(({ name }) => name);
  return {
    tier,
    because: names.length > 0 ? `because it reaches ${spoken(names)}` : 'because it reaches nothing of ours',
  };
}

/**
 * What has to be done about a vendor, and by when: the earliest of what the rules ask.
 *
 * @param vendor - the vendor
 * @param tier - its tier
 * @param rules - the company's rules
 * @returns the duties, the most urgent first; empty when there is nothing
 */
export function dutiesOf(vendor: VendorSource, tier: Tier, rules: VendorRules): VendorDuty[] {
  const { status, dates, reviews, evidence, reviewAgain } = vendor;
  const duties: VendorDuty[] = [];
  if (status === 'ended') {
    if (dates.active && dates.ended && !dates.deletionConfirmed) {
      duties.push({
        by: addDays(dates.ended, rules.deletionDays),
        what: 'confirmation that our data is deleted',
      });
    }
    return duties;
  }
  if (status === 'evaluating') return duties;
  const { everyMonths, depth, needsReport } = rules.tiers[tier];
  const review = `${depth.toLowerCase()} review`;
  const last = latest(reviews.filter(({ outcome }) => outcome !== 'rejected').map(({ date }) => date));
  if (last === null) {
    duties.push({ by: dates.active ?? '', what: `${review}, which never took place` });
  } else {
    duties.push({ by: addMonths(last, everyMonths), what: `${review}, last on ${last}` });
  }
  const covered = latest(evidence.flatMap(({ period }) => (period ? [period.to] : [])));
  if (needsReport && covered !== null) {
    duties.push({
      by: addMonths(covered, rules.reportMonths),
      what: `newer report: the period of the one on file ended on ${covered}`,
    });
  }
  if (reviewAgain && (last === null || last < reviewAgain.by)) {
    duties.push({ by: reviewAgain.by, what: `review out of turn: ${reviewAgain.because}` });
  }
  return duties.sort((a, b) => a.by.localeCompare(b.by));
}

function latest(days: readonly string[]): string | null {
  return days.toSorted().at(-1) ?? null;
}

function spoken(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
