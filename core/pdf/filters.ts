import { decodeAscii85, decodeAsciiHex } from './ascii.ts';
import { type Decoded, inflate } from './inflate.ts';
import {
  MAX_DECODED_RATIO,
  MAX_DECODED_STREAM,
  MAX_FILTERS,
  PdfError,
  RATIO_CHECKED_FROM,
} from './limits.ts';
import { decodeLzw } from './lzw.ts';
import { type Dict, dictOf, Name, numberOf, type PdfValue } from './objects.ts';
import { undoPredictor } from './predictor.ts';
import { decodeRunLength } from './run-length.ts';

/** Follows references; the values of a stream dictionary may be indirect. */
export type Resolve = (value: PdfValue | undefined) => PdfValue | undefined;

/** One filter of a stream with its parameters. */
export interface Filter {
  readonly name: string;
  readonly parameters: Dict | undefined;
}

const ABBREVIATIONS: Record<string, string> = {
  A85: 'ASCII85Decode',
  AHx: 'ASCIIHexDecode',
  CCF: 'CCITTFaxDecode',
  DCT: 'DCTDecode',
  Fl: 'FlateDecode',
  LZW: 'LZWDecode',
  RL: 'RunLengthDecode',
};

/** The filters of a stream in the order in which to undo them (ISO 32000-2, 7.3.8.2). */
export function filtersOf(dict: Dict, resolve: Resolve): Filter[] {
  const filter = resolve(dict.get('Filter') ?? dict.get('F'));
  const parameters = resolve(dict.get('DecodeParms') ?? dict.get('DP'));
  const names = Array.isArray(filter) ? filter.map(resolve) : [filter];
  return names.flatMap((name, i) => {
    if (!(name instanceof Name)) return [];
    const own = dictOf(Array.isArray(parameters) ? resolve(parameters[i]) : parameters);
    return [{ name: ABBREVIATIONS[name.value] ?? name.value, parameters: own }];
  });
}

/**
 * Decodes a stream's data.
 *
 * @param dict - the stream's dictionary
 * @param data - its encoded bytes
 * @param resolve - follows references
 * @returns the decoded bytes, as far as they could be had; undefined if a filter is one that we do not decode (images)
 * @throws PdfError `bomb` beyond the limits
 */
export function decodeStream(dict: Dict, data: Uint8Array, resolve: Resolve): Decoded | undefined {
  const filters = filtersOf(dict, resolve);
  if (filters.length > MAX_FILTERS)
    throw new PdfError('bomb', `a stream has more than ${MAX_FILTERS} filters`);
  let bytes = data;
  let complete = true;
  for (const filter of filters) {
    const decoded = applyFilter(filter, bytes, resolve);
    if (decoded === undefined) return undefined;
    bytes = decoded.bytes;
    complete &&= decoded.complete;
    if (bytes.length > RATIO_CHECKED_FROM && bytes.length / data.length > MAX_DECODED_RATIO)
      throw new PdfError('bomb', `a stream of ${data.length} bytes decodes to ${bytes.length} bytes`);
  }
  return { bytes, complete };
}

function applyFilter({ name, parameters }: Filter, data: Uint8Array, resolve: Resolve): Decoded | undefined {
  const parameter = (key: string, otherwise: number) => numberOf(resolve(parameters?.get(key))) ?? otherwise;
  const limit = Math.min(
    MAX_DECODED_STREAM,
    Math.max(RATIO_CHECKED_FROM, data.length * MAX_DECODED_RATIO) + 1,
  );
  switch (name) {
    case 'FlateDecode':
      return unpredicted(inflate(data, limit), parameter);
    case 'LZWDecode':
      return unpredicted(decodeLzw(data, parameter('EarlyChange', 1), limit), parameter);
    case 'ASCII85Decode':
      return decodeAscii85(data);
    case 'ASCIIHexDecode':
      return decodeAsciiHex(data);
    case 'RunLengthDecode':
      return decodeRunLength(data, limit);
    case 'Crypt':
      // Decryption has happened where the object was read.
      return { bytes: data, complete: true };
    default:
      return undefined;
  }
}

function unpredicted(
  decoded: Decoded,
  parameter: (key: string, otherwise: number) => number,
): Decoded | undefined {
  const bytes = undoPredictor(decoded.bytes, {
    predictor: parameter('Predictor', 1),
    colors: parameter('Colors', 1),
    bits: parameter('BitsPerComponent', 8),
    columns: parameter('Columns', 1),
  });
  return bytes && { bytes, complete: decoded.complete };
}
