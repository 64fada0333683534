/** The columns of a table of vendors, as `trust vendors import` reads it. */

/** One column. */
export interface Column {
  readonly name: string;
  readonly about: string;
  /** Whether a table without it is refused. */
  readonly needed: boolean;
}

/** All columns. The usage text is made of them. */
export const COLUMNS: readonly Column[] = [
  { name: 'id', about: 'short name, made from the name if it is empty', needed: false },
  { name: 'name', about: 'the vendor', needed: true },
  { name: 'service', about: 'what it does for us', needed: true },
  { name: 'owner role', about: 'a role, never a person', needed: true },
  { name: 'status', about: 'evaluating, active or ended', needed: true },
  { name: 'evaluating', about: 'since when, as 2026-11-02', needed: false },
  { name: 'active', about: 'since when', needed: false },
  { name: 'ended', about: 'on which day', needed: false },
  { name: 'deletion', about: 'the day on which deletion was confirmed', needed: false },
  { name: 'data', about: 'kinds of data of content/vendors.yaml, separated by |', needed: true },
  { name: 'access', about: 'kinds of access of content/vendors.yaml, separated by |', needed: false },
  { name: 'rationale', about: 'why it holds this and no more', needed: true },
  { name: 'evidence', about: 'what the review rests on, as SOC 2 Type II', needed: false },
  { name: 'evidence from', about: 'the first day that it covers', needed: false },
  { name: 'evidence to', about: 'the last day that it covers', needed: false },
  { name: 'exceptions', about: 'how many exceptions it names', needed: false },
  { name: 'reviewed', about: 'the day of the last review', needed: false },
  { name: 'outcome', about: 'approved, approved with conditions or rejected', needed: false },
];

/** A row of the table by column; a cell that is empty or not there is undefined. */
export type Row = Readonly<Record<string, string | undefined>>;

/**
 * The vendor that a row describes, as its file would say it. Nothing is checked here: the schema does that.
 *
 * @param row - the row
 * @returns the fields of content/vendors/<id>.yaml
 */
export function vendorOf(row: Row): Record<string, unknown> {
  return without({
    name: row.name,
    service: row.service,
    ownerRole: row['owner role'],
    status: row.status,
    dates: without({
      evaluating: row.evaluating,
      active: row.active,
      ended: row.ended,
      deletionConfirmed: row.deletion,
    }),
    data: words(row.data),
    access: words(row.access),
    rationale: row.rationale,
    evidence:
      row.evidence === undefined
        ? undefined
        : [
            without({
              kind: row.evidence,
              period:
                row['evidence from'] === undefined && row['evidence to'] === undefined
                  ? undefined
                  : without({ from: row['evidence from'], to: row['evidence to'] }),
              received: row.reviewed,
              exceptions: row.exceptions === undefined ? undefined : number(row.exceptions),
            }),
          ],
    reviews:
      row.reviewed === undefined && row.outcome === undefined
        ? undefined
        : [without({ date: row.reviewed, outcome: row.outcome })],
  });
}

/** The short name of a row: its own, or one made from the vendor's. */
export function idOf(row: Row): string {
  return (
    row.id ??
    (row.name ?? '')
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
  );
}

/** The column in which an author finds a field again: `dates.active` stands under "active". */
export function columnOf(field: string | null): string {
  const table: readonly [pattern: RegExp, column: string][] = [
    [/^ownerRole/, 'owner role'],
    [/^dates\.deletionConfirmed/, 'deletion'],
    [/^dates\.(\w+)/, '$1'],
    [/^evidence.*\.kind/, 'evidence'],
    [/^evidence.*period\.from/, 'evidence from'],
    [/^evidence.*period\.to/, 'evidence to'],
    [/^evidence.*exceptions/, 'exceptions'],
    [/^evidence.*received/, 'reviewed'],
    [/^reviews.*date/, 'reviewed'],
    [/^reviews.*outcome/, 'outcome'],
    [/^(data|access)\[\d+\]/, '$1'],
  ];
  const [pattern, column] = table.find(([one]) => one.test(field ?? '')) ?? [];
  if (pattern === undefined || column === undefined) return field ?? 'the row';
  return column === '$1' ? (pattern.exec(field ?? '')?.[1] ?? '') : column;
}

function words(cell: string | undefined): string[] {
  return (cell ?? '')
    .split('|')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Only digits are a number: "", "1e3" and "0x10" are what they are, and the schema says so. */
function number(cell: string): number | string {
  return /^(0|[1-9]\d*)$/.test(cell) ? Number(cell) : cell;
}

function without(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
