/** How samples were predicted before compression (ISO 32000-2, 7.4.4.4). */
export interface PredictorParameters {
  readonly predictor: number;
  readonly colors: number;
  readonly bits: number;
  readonly columns: number;
}

const TIFF = 2;
const PNG_FROM = 10;

/**
 * Undoes the prediction.
 *
 * @param data - decompressed bytes
 * @param parameters - of the stream's /DecodeParms
 * @returns the samples, or undefined if the parameters make no sense
 */
export function undoPredictor(data: Uint8Array, parameters: PredictorParameters): Uint8Array | undefined {
  const { predictor, colors, bits, columns } = parameters;
  if (predictor <= 1) return data;
  const sane =
    colors >= 1 && colors <= 64 && [1, 2, 4, 8, 16].includes(bits) && columns >= 1 && columns <= 1 << 24;
  if (!sane) return undefined;
  const pixelBytes = Math.max(1, (colors * bits) >> 3);
  const rowBytes = Math.ceil((colors * bits * columns) / 8);
  if (predictor >= PNG_FROM) return undoPng(data, rowBytes, pixelBytes);
  if (predictor === TIFF && bits === 8) return undoTiff(data, rowBytes, colors);
  return undefined;
}

function undoTiff(data: Uint8Array, rowBytes: number, colors: number): Uint8Array {
  const out = data.slice();
  for (let row = 0; row < out.length; row += rowBytes)
    for (let i = row + colors; i < row + rowBytes && i < out.length; i++)
      out[i] = ((out[i] ?? 0) + (out[i - colors] ?? 0)) & 0xff;
  return out;
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

function undoPng(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = Math.ceil(data.length / (rowBytes + 1));
  const out = new Uint8Array(rows * rowBytes);
  let length = 0;
  for (let row = 0; row < rows; row++) {
    const source = row * (rowBytes + 1);
    const type = data[source] ?? 0;
    const count = Math.min(rowBytes, data.length - source - 1);
    const target = row * rowBytes;
    for (let i = 0; i < count; i++) {
      const left = i >= pixelBytes ? (out[target + i - pixelBytes] ?? 0) : 0;
      const up = row > 0 ? (out[target + i - rowBytes] ?? 0) : 0;
      const upLeft = row > 0 && i >= pixelBytes ? (out[target + i - rowBytes - pixelBytes] ?? 0) : 0;
      let predicted = 0;
      if (type === 1) predicted = left;
      else if (type === 2) predicted = up;
      else if (type === 3) predicted = (left + up) >> 1;
      else if (type === 4) predicted = paeth(left, up, upLeft);
      out[target + i] = ((data[source + 1 + i] ?? 0) + predicted) & 0xff;
    }
    length = target + count;
  }
  return out.subarray(0, length);
}
