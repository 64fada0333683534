import { z } from 'zod';
import type { Format } from '../../core/formats/format.ts';
import { DIRECTIONS, EDGES, STRENGTHS } from '../../core/marks/look.ts';
import type { Manifest, Slot } from '../../core/marks/manifest.ts';
import { slotLengths } from '../../core/marks/slots.ts';

/**
 * Reads a manifest as a stranger's: what an operator's machine sends decides which bytes readers get. A manifest that
 * passes describes a file that carries a mark or a copy id, and slots that lie inside its head.
 */

/** Protects the row that holds it: D1 refuses values over 2 MB. */
export const MOST_MANIFEST_BYTES = 256 * 1024;
/** Protects the isolate, which keeps the head in memory (128 MB for everything). */
const MOST_HEAD_BYTES = 16 * 1024 * 1024;
/** What `trust publish` accepts. */
const MOST_BODY_BYTES = 1024 * 1024 * 1024;
const MOST_SLOTS = 10_000;
const MOST_PAGES = 100_000;

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in lower-case hex');
const size = (most: number) => z.int().min(1).max(most);
const part = (most: number) => z.strictObject({ length: size(most), sha256: hash });

const SLOT_KINDS = ['diagonal', 'foot', 'name', 'company', 'cover', 'id', 'xmp', 'copy', 'check'] as const;

const common = {
  v: z.literal(1),
  revision: hash,
  source: z.strictObject({ sha256: hash, size: size(MOST_BODY_BYTES) }),
  class: z.enum(['ok', 'repaired', 'decrypted']),
  notes: z.array(z.string().max(1000)).max(100),
  length: size(MOST_HEAD_BYTES + MOST_BODY_BYTES),
  head: part(MOST_HEAD_BYTES),
  body: part(MOST_BODY_BYTES),
  slots: z
    .array(
      z.strictObject({
        kind: z.enum(SLOT_KINDS),
        offset: z.int().min(0),
        length: size(MOST_HEAD_BYTES),
      }),
    )
    .max(MOST_SLOTS),
};

const marked = z.strictObject({
  ...common,
  format: z.literal('pdf'),
  signed: z.boolean(),
  font: z.string().regex(/^[A-Za-z0-9+-]{1,63}$/, 'expected a PostScript name'),
  look: z.strictObject({
    across: z.enum(DIRECTIONS),
    foot: z.enum(EDGES),
    strength: z.enum(STRENGTHS),
  }),
  cover: z.boolean(),
  pages: size(MOST_PAGES),
});

const unmarked = z.strictObject({
  ...common,
  format: z.enum(['docx', 'xlsx', 'zip', 'png', 'jpeg', 'gif']),
});

/** Slots without which a copy would not lead back to its reader, and their number where it has to be exact. */
const NEEDED: Readonly<Record<Format, readonly Slot['kind'][]>> = {
  pdf: ['diagonal', 'foot', 'name', 'company', 'id'],
  docx: ['copy', 'check'],
  xlsx: ['copy', 'check'],
  zip: ['copy', 'check'],
  png: ['copy', 'check'],
  jpeg: ['copy'],
  gif: ['copy'],
};

const schema = z.discriminatedUnion('format', [marked, unmarked]).superRefine((manifest, context) => {
  const refuse = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  if (manifest.length !== manifest.head.length + manifest.body.length)
    refuse(['length'], 'expected head and body together');
  let end = 0;
  manifest.slots.forEach((slot, index) => {
    if (slot.offset < end)
      refuse(['slots', index], 'expected slots in order of their offset, without overlap');
    end = slot.offset + slot.length;
    if (end > manifest.head.length) refuse(['slots', index], 'expected slots inside the head');
  });
  const needed = NEEDED[manifest.format];
  for (const kind of needed) {
    if (!manifest.slots.some((slot) => slot.kind === kind))
      refuse(['slots'], `expected a slot for "${kind}": without it a copy is not marked`);
  }
  if (manifest.format === 'pdf') return;
  const exact = manifest.slots.every(
    ({ kind, length }, i) => kind === needed[i] && length === slotLengths[kind],
  );
  if (!exact || manifest.slots.length !== needed.length)
    refuse(['slots'], `expected ${needed.join(' and ')}, in this order and of their usual length`);
});

/** A manifest, or the first thing that is wrong with it. */
export type ReadManifest = { readonly manifest: Manifest } | { readonly finding: string };

/**
 * Parses and checks a manifest.
 *
 * @param text - JSON
 * @returns the manifest, or one sentence that names the field
 */
export function readManifest(text: string): ReadManifest {
  if (text.length > MOST_MANIFEST_BYTES) return { finding: 'the manifest is too large' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { finding: 'the manifest is not JSON' };
  }
  const result = schema.safeParse(value);
  if (result.success) return { manifest: result.data };
  const [issue] = result.error.issues;
  return { finding: `${issue?.path.map(String).join('.') || 'the manifest'}: ${issue?.message}` };
}
