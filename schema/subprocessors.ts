import { type SubprocessorSource, TIERS, type Tier, type Vendor } from './vendors.ts';

/** A subprocessor as the public sees it. */
export interface Subprocessor {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly safeguards: string;
  readonly url: string | null;
  /** What holds today; null before its first day and after its last. */
  readonly now: Processing | null;
  /** What will hold, in the order of their days. */
  readonly next: readonly Processing[];
  /** The first day of all. */
  readonly since: string;
  readonly until: string | null;
}

/** What is processed, where, what for and under what agreement, from a day on. */
export interface Processing extends Omit<SubprocessorSource['processing'][number], 'purpose' | 'safeguards'> {
  readonly purpose: string;
  readonly safeguards: string;
}

/**
 * The entries of a subprocessor, each whole: purpose and safeguards are those of the entry before, where it says none.
 *
 * @param subprocessor - as its file says it
 */
export function processingOf({ purpose, safeguards, processing }: SubprocessorSource): Processing[] {
  let words = { purpose, safeguards };
  return processing.map((entry) => {
    words = { purpose: entry.purpose ?? words.purpose, safeguards: entry.safeguards ?? words.safeguards };
    return { ...entry, ...words };
  });
}

/** A vendor that holds data of customers and is no subprocessor, as the public sees it. */
export interface OtherHolder {
  readonly name: string;
  readonly service: string;
  /** Why it is none. */
  readonly why: string;
}

/**
 * Who holds data of customers without being a subprocessor.
 *
 * @param vendors - the register, PRIVATE
 */
export function otherHoldersOf(vendors: readonly Vendor[]): OtherHolder[] {
  return vendors.flatMap(({ name, service, status, noSubprocessor: why }) =>
    status === 'active' && why !== undefined ? [{ name, service, why }] : [],
  );
}

/** The register of vendors as the public sees it: counts, and no vendor. */
export interface VendorNumbers {
  readonly byStatus: Readonly<Record<Vendor['status'], number>>;
  /** Of active vendors. */
  readonly byTier: readonly {
    readonly tier: Tier;
    readonly count: number;
    /** How many have a review that is not overdue. */
    readonly current: number;
    /** How many gave us an audit report. */
    readonly withReport: number;
  }[];
  /** Active vendors about which something is overdue. */
  readonly overdue: number;
  /** The day for which this was counted. */
  readonly on: string;
}

/**
 * What of the register is public.
 *
 * @param vendors - the register, PRIVATE
 * @param today - the day for which to say it
 * @returns the subprocessors, those that have ended left out
 */
export function subprocessorsOf(vendors: readonly Vendor[], today: string): Subprocessor[] {
  return vendors.flatMap(({ id, name, subprocessor }) => {
    if (!subprocessor) return [];
    const { url = null, until = null } = subprocessor;
    const processing = processingOf(subprocessor);
    const [first] = processing;
    if (!first || (until !== null && until < today)) return [];
    const now = processing.findLast(({ from }) => from <= today) ?? null;
    const next = processing.filter(({ from }) => from > today);
    const { purpose, safeguards } = now ?? first;
    return [{ id, name, purpose, safeguards, url, now, next, since: first.from, until }];
  });
}

/**
 * The register in numbers.
 *
 * @param vendors - the register, PRIVATE
 * @param today - the day for which to count
 */
export function vendorNumbers(vendors: readonly Vendor[], today: string): VendorNumbers {
  const active = vendors.filter(({ status }) => status === 'active');
  const isCurrent = ({ due }: Vendor) => due.every(({ by }) => by >= today);
  const count = (status: Vendor['status']) => vendors.filter((vendor) => vendor.status === status).length;
  return {
    byStatus: { evaluating: count('evaluating'), active: active.length, ended: count('ended') },
    byTier: TIERS.map((tier) => {
      const those = active.filter((vendor) => vendor.tier === tier);
      return {
        tier,
        count: those.length,
        current: those.filter(isCurrent).length,
        withReport: those.filter(({ evidence }) => evidence.some(({ kind }) => /^(SOC 2|ISO)/.test(kind)))
          .length,
      };
    }),
    overdue: active.filter((vendor) => !isCurrent(vendor)).length,
    on: today,
  };
}
