import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const CRITERION = /^(CC[1-9]|A1|C1)\.[1-8]$/;
const TEST = /^(Inquiry|Observation|Inspection|Reperformance)\. .+\.$/;

const instances = z.union([z.number().int().nonnegative(), z.string().regex(/^(config\.|\d+(,\d{3})+)$/)]);

const controlSchema = z.strictObject({
  /** Its short name. */
  id: z.string().regex(/^[A-Z]{3}-\d{2}$/),
  /** What the company does. */
  statement: z.string().endsWith('.'),
  /** The role that answers for it. */
  owner: z.string(),
  /** How often it is carried out. */
  frequency: z.string(),
  kind: z.enum(['preventive', 'detective', 'corrective']),
  operation: z.enum(['manual', 'automatic']),
  /** Criteria it serves besides the one it stands under. */
  also: z.array(z.string().regex(CRITERION)).default([]),
  /** Instances in the period; `config.` for settings. */
  population: instances,
  /** Instances tested. */
  sample: z.number().int().positive(),
  /** What the auditor did, led by the kind of test. */
  tests: z.array(z.string().regex(TEST)).min(1),
  /** What did not agree with the statement, if anything. */
  exception: z.string().optional(),
});

const criterionSchema = z.strictObject({
  /** The number the profession gave it. */
  criterion: z.string().regex(CRITERION),
  /** What it asks for, in our own words. */
  about: z.string().endsWith('.'),
  controls: z.array(controlSchema).min(1),
});

export type Control = z.infer<typeof controlSchema>;
export type Criterion = z.infer<typeof criterionSchema>;

const ORDER = ['cc1', 'cc2', 'cc3', 'cc4', 'cc5', 'cc6', 'cc7', 'cc8', 'cc9', 'a1', 'c1'];

/**
 * Reads the criteria with their controls from `local/reports/controls/`, in the order of the report.
 *
 * @throws Error when a file is not as it should be, a name is used twice or a reference leads nowhere
 */
export function readCriteria(): Criterion[] {
  const folder = new URL('controls/', import.meta.url);
  const strays = readdirSync(folder).filter((file) => !ORDER.includes(file.replace(/\.yaml$/, '')));
  if (strays.length > 0)
    throw new Error(`The report has no place for controls/${strays.join(', controls/')}`);
  const criteria = ORDER.flatMap((name) => {
    const parsed = z
      .array(criterionSchema)
      .safeParse(parse(readFileSync(new URL(`${name}.yaml`, folder), 'utf8')));
    if (!parsed.success) throw new Error(`controls/${name}.yaml: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  });
  checkReferences(criteria);
  return criteria;
}

function checkReferences(criteria: readonly Criterion[]): void {
  const known = new Set(criteria.map((each) => each.criterion));
  const names = new Set<string>();
  for (const { criterion, controls } of criteria) {
    for (const { id, also } of controls) {
      if (names.has(id)) throw new Error(`Two controls are called ${id}`);
      names.add(id);
      const wrong = also.find((each) => each === criterion || !known.has(each));
      if (wrong) throw new Error(`${id} cannot also serve ${wrong}`);
    }
  }
}
