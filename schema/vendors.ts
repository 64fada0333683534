import { z } from 'zod';
import { count, date, httpsUrl, line, list, oneOf, prose, slug } from './fields.ts';

/** The tiers of vendors, the one with most at stake first. */
export const TIERS = ['high', 'medium', 'low'] as const;

/** How much is at stake with a vendor. */
export type Tier = (typeof TIERS)[number];

const kindOfReach = z.strictObject({
  id: slug.describe('What vendors’ files call it.'),
  name: line.describe('What a reader calls it, to stand inside a sentence.'),
  tier: oneOf(TIERS).describe('The tier that it alone puts a vendor in.'),
});

/** `content/vendors.yaml`: the rules by which vendors are rated, reviewed and announced. Public. */
export const vendorRulesSchema = z.strictObject({
  data: list(
    kindOfReach.extend({
      ofCustomers: z
        .boolean({ error: 'true or false' })
        .default(false)
        .describe('Whether it is data of customers: who holds it is a subprocessor, or says why not.'),
    }),
  ).describe('The kinds of data that a vendor may hold.'),
  access: list(kindOfReach).describe('The kinds of access that a vendor may have.'),
  tiers: z.strictObject({ high: tier(), medium: tier(), low: tier() }).describe('What follows from a tier.'),
  reportMonths: count(1, 36).describe(
    'For how many months after its period a report of a vendor counts as current.',
  ),
  deletionDays: count(1, 365).describe('Within how many days of the end a vendor has to confirm deletion.'),
  notice: z
    .strictObject({
      days: count(1, 365).describe(
        'How many days before it takes effect a change of subprocessors is announced.',
      ),
      objection: prose.describe('How a customer objects, and what follows.'),
    })
    .describe('The notice that customers get of a change of subprocessors.'),
});

function tier() {
  return z.strictObject({
    depth: line.describe('How deep the review goes, in a word.'),
    everyMonths: count(1, 36).describe('For how many months a review holds.'),
    needsReport: z
      .boolean({ error: 'true or false' })
      .describe('Whether the review rests on an audit report, and ends with it.'),
    steps: list(line).describe('What the reviewer does.'),
  });
}

/** What a vendor processes for our customers, from a day on. Entries are added; one whose day has come does not change. */
const processing = z.strictObject({
  from: date.describe('The day from which this holds.'),
  data: list(line).describe('The data of customers.'),
  regions: list(line).describe('Where it is processed.'),
  purpose: line.optional().describe('From then on for what; leave it out while that stays as it was.'),
  safeguards: line
    .optional()
    .describe('From then on under what agreement or law; leave it out while that stays as it was.'),
  shortNotice: prose.optional().describe('Why there was not the full notice; shown to everybody.'),
});

/** The public part of a vendor’s file. */
export const subprocessorSchema = z.strictObject({
  purpose: line.describe(
    'What it does with data of customers, at first; a change is an entry of processing.',
  ),
  safeguards: line.describe('Under what agreement or law, at first; a change is an entry of processing.'),
  url: httpsUrl.optional().describe('Its own security page.'),
  processing: list(processing).describe('What it processes and where, oldest first.'),
  until: date
    .optional()
    .describe('The last day on which it processes anything; leave it out while there is none.'),
});

/** What the public may know of a vendor that is a subprocessor. */
export type SubprocessorSource = z.infer<typeof subprocessorSchema>;

const EVIDENCE_KINDS = [
  'SOC 2 Type II',
  'SOC 2 Type I',
  'ISO 27001',
  'penetration test',
  'questionnaire',
  'public documentation',
] as const;

/**
 * `content/vendors/<id>.yaml`: one vendor, past, present or considered. PRIVATE, but for the part `subprocessor`: the site never
 * sees the rest, only counts of it.
 */
export const vendorSchema = z.strictObject({
  name: line.describe('The vendor.'),
  service: line.describe('What it does for us.'),
  ownerRole: line.describe('The role that wanted it and answers for the purpose.'),
  status: oneOf(['evaluating', 'active', 'ended']).describe('Where it stands.'),
  dates: z
    .strictObject({
      evaluating: date.optional().describe('Since when it is or was considered.'),
      active: date.optional().describe('Since when there is a contract.'),
      ended: date.optional().describe('The day on which the contract or the evaluation ended.'),
      deletionConfirmed: date.optional().describe('The day on which it confirmed that our data is gone.'),
    })
    .describe('When it came to where it stands.'),
  data: z
    .array(slug, { error: 'a list of kinds of data' })
    .describe('The kinds of data it may hold, by their ids in content/vendors.yaml; empty for none.'),
  access: z
    .array(slug, { error: 'a list of kinds of access' })
    .default([])
    .describe('The kinds of access it may have, by their ids; empty for none.'),
  rationale: prose.describe('Why it holds this and no more: the reason for its tier.'),
  evidence: z
    .array(
      z.strictObject({
        kind: oneOf(EVIDENCE_KINDS).describe('What it is.'),
        period: z
          .strictObject({ from: date.describe('Its first day.'), to: date.describe('Its last day.') })
          .optional()
          .describe('The period it covers.'),
        received: date.describe('When we read it.'),
        exceptions: count(0, 999).optional().describe('How many exceptions it names.'),
        note: prose.optional().describe('What matters to us: exceptions, controls that it expects of us.'),
      }),
      { error: 'a list of evidence' },
    )
    .default([])
    .describe('What the review rests on.'),
  reviews: z
    .array(
      z.strictObject({
        date: date.describe('The day on which it was finished.'),
        outcome: oneOf(['approved', 'approved with conditions', 'rejected']).describe('What was decided.'),
        note: prose.optional().describe('Gaps, and whether each was closed, reduced or accepted.'),
      }),
      { error: 'a list of reviews' },
    )
    .default([])
    .describe('The reviews, in any order.'),
  reviewAgain: z
    .strictObject({
      by: date.describe('The day.'),
      because: line.describe('An incident, or data of another kind.'),
    })
    .optional()
    .describe('A review out of turn.'),
  subprocessor: subprocessorSchema
    .optional()
    .describe('PUBLIC: for a vendor that processes data of our customers on our behalf.'),
  noSubprocessor: line
    .optional()
    .describe('PUBLIC, with name and service: why one that holds data of customers is no subprocessor.'),
});

/** The rules about vendors. */
export type VendorRules = z.infer<typeof vendorRulesSchema>;

/** A vendor as its file says it. */
export type VendorSource = z.infer<typeof vendorSchema>;

/** A vendor, with what follows from the rules. PRIVATE. */
export interface Vendor extends VendorSource {
  readonly id: string;
  readonly tier: Tier;
  /** Why that tier, in a clause: "because it can reach …". */
  readonly because: string;
  /** What has to be done about it next. */
  readonly due: readonly VendorDuty[];
}

/** Something that has to be done about a vendor. PRIVATE. */
export interface VendorDuty {
  /** The day by which. */
  readonly by: string;
  /** What, in a few words. */
  readonly what: string;
}
