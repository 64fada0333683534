import type { ByteSink } from './byte-sink.ts';
import { Dict, Name, PdfString, type PdfValue, Real, Ref, type Stream } from './objects.ts';

/** Gives the number under which a referenced object is written; undefined writes null. */
export type Renumber = (num: number) => number | undefined;

/**
 * Writes an object in PDF syntax. Names, strings and numbers are written as they were spelt.
 *
 * @param sink - where to
 * @param value - the object; of a stream, dictionary and data, with /Length put right
 * @param renumber - see {@link Renumber}
 */
export function writeObject(sink: ByteSink, value: PdfValue, renumber: Renumber): void {
  if (value === null) sink.text('null');
  else if (typeof value === 'boolean') sink.text(value ? 'true' : 'false');
  else if (typeof value === 'number') sink.text(formatNumber(value));
  else if (value instanceof Real) sink.text(value.raw);
  else if (value instanceof Name) sink.text(`/${value.raw}`);
  else if (value instanceof PdfString) sink.bytes(value.raw);
  else if (value instanceof Ref) {
    const num = renumber(value.num);
    sink.text(num === undefined ? 'null' : `${num} 0 R`);
  } else if (Array.isArray(value)) {
    sink.text('[');
    value.forEach((item, i) => {
      if (i > 0) sink.text(' ');
      writeObject(sink, item, renumber);
    });
    sink.text(']');
  } else if (value instanceof Dict) writeDict(sink, value, renumber);
  else writeStream(sink, value, renumber);
}

function writeDict(sink: ByteSink, dict: Dict, renumber: Renumber): void {
  sink.text('<<');
  for (const [key, value] of dict.entries) {
    sink.text(`/${key} `);
    writeObject(sink, value, renumber);
  }
  sink.text('>>');
}

function writeStream(sink: ByteSink, { dict, data }: Stream, renumber: Renumber): void {
  const own = dict.copy();
  own.set('Length', data.length);
  writeDict(sink, own, renumber);
  sink.text('\nstream\n');
  sink.bytes(data);
  sink.text('\nendstream');
}

/** A number as PDF spells it: no exponent, at most five decimals. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '0';
  if (Number.isInteger(value)) return BigInt(value).toString();
  return value
    .toFixed(5)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0');
}
