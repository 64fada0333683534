import type { UnmarkedFormat } from '../formats/format.ts';
import type { MarkLook } from './look.ts';

/**
 * A prepared report is two objects and this description of them.
 *
 *     head   every object that differs between readers, at fixed length, and the cross-reference; blank slots
 *     body   every other object, then `startxref`: the same bytes for every reader
 *
 * A copy is `stamp(head) ‖ body`. Its length is known before its first byte and is equal for all readers.
 * The format is specified in docs/formats/marks.md and, for files other than PDF, in docs/formats/unmarked.md.
 */
export type Manifest = MarkedManifest | UnmarkedManifest;

/** What all manifests say. */
interface AnyManifest {
  /** Version of this format. A reader refuses a version it does not know. */
  readonly v: 1;
  /** SHA-256, lower-case hex, of the prepared file with blank slots (head ‖ body). Names the objects in storage. */
  readonly revision: string;
  /** The file that was handed to prepare: its SHA-256 (hex) and size in bytes. */
  readonly source: { readonly sha256: string; readonly size: number };
  /** How the source was taken in, one of the classes of docs/formats/marks.md, with one plain sentence per finding. */
  readonly class: 'ok' | 'repaired' | 'decrypted';
  readonly notes: readonly string[];
  /** Bytes of every copy: `head.length + body.length`. */
  readonly length: number;
  readonly head: { readonly length: number; readonly sha256: string };
  readonly body: { readonly length: number; readonly sha256: string };
  /** Sorted by offset, disjoint, inside the head. */
  readonly slots: readonly Slot[];
}

/** Of a PDF, which is marked on every page. */
export interface MarkedManifest extends AnyManifest {
  readonly format: 'pdf';
  /** Whether the source was digitally signed; copies are not. Its readers can be told `source.sha256` to compare with. */
  readonly signed: boolean;
  /** PostScript name of the embedded font: only marks composed for it can be written in. */
  readonly font: string;
  /** Position and strength of the mark, as built into the file. */
  readonly look: MarkLook;
  /** Whether a cover page for the reader stands in front. */
  readonly cover: boolean;
  /** Pages of every copy, the cover included. */
  readonly pages: number;
}

/** Of a file that has no place for a visible mark, and carries the copy id in its metadata. A reader refuses a format it does not know. */
export interface UnmarkedManifest extends AnyManifest {
  readonly format: UnmarkedFormat;
}

/**
 * A run of bytes in the head that is written anew for each reader, at the same length.
 * `diagonal` and `foot` are the content of the two lines of the visible mark, `name` and `company` hold outlines for
 * scripts that the embedded font lacks, `cover` is what the cover page says about the reader, `id` is half of the trailer's
 * /ID (32 hex digits), `xmp` the instance id (36 characters of a UUID), `copy` the copy id as printed (14 characters), in
 * Info and XMP, or in the metadata of another format, where `check` keeps the sum of what holds it.
 */
export interface Slot {
  readonly kind: 'diagonal' | 'foot' | 'name' | 'company' | 'cover' | 'id' | 'xmp' | 'copy' | 'check';
  readonly offset: number;
  readonly length: number;
}
