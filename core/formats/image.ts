import { PrepareRefusal } from '../marks/refusal.ts';

/** Protects the programs of readers: a picture this large unpacks to a gigabyte. */
const MOST_PIXELS = 268_435_456;

/**
 * @param width, height - in pixels
 * @throws PrepareRefusal image, where a picture has no size, or bomb, where it has an absurd one
 */
export function checkDimensions(width: number, height: number): void {
  if (width === 0 || height === 0) throw new PrepareRefusal('image', 'it has no size');
  if (width * height > MOST_PIXELS) throw new PrepareRefusal('bomb', `${width} × ${height} pixels`);
}
