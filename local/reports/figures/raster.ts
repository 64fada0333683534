import { noise } from './noise.ts';
import { png } from './png.ts';

type Colour = readonly [number, number, number];

const PALE: Colour = [238, 244, 245];
const DEEP: Colour = [29, 90, 104];

function blend(from: Colour, to: Colour, share: number): Colour {
  const mix = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return [mix(0), mix(1), mix(2)];
}

/** Runs once: a report is drawn twice, and several reports share a picture. */
function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Deliveries by hour of the day and day of the week, in colour: one cell is 20 by 24 pixels. */
export const hourlyLoad = once(() => {
  const [cellWidth, cellHeight, hours, days] = [20, 24, 24, 7];
  const next = noise(2026);
  const cells = Array.from({ length: hours * days }, (_, index) => {
    const [day, hour] = [Math.floor(index / hours), index % hours];
    const working = day < 5 ? 1 : 0.55;
    const curve = Math.exp(-(((hour - 14) / 5.2) ** 2));
    return Math.min(1, 0.12 + 0.8 * working * curve + (next() % 100) / 1400);
  });
  const width = cellWidth * hours;
  const height = cellHeight * days;
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const edge = x % cellWidth === 0 || y % cellHeight === 0;
      const load = cells[Math.floor(y / cellHeight) * hours + Math.floor(x / cellWidth)] ?? 0;
      pixels.set(edge ? [255, 255, 255] : blend(PALE, DEEP, load), (y * width + x) * 3);
    }
  }
  return png(width, height, 'rgb', pixels);
});

/** A calm pattern of crossing waves, with transparency: the picture of the cover. */
export const relayPattern = once(() => {
  const [width, height] = [960, 400];
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let ink = 0;
      for (let wave = 0; wave < 9; wave++) {
        const middle = 200 + (wave - 4) * 26 * Math.cos(x / 210 + 0.4) + 34 * Math.sin(x / 130 + wave * 0.35);
        ink = Math.max(ink, 1 - Math.abs(y - middle) / 1.6);
      }
      const fade = Math.min(1, x / 200, (width - x) / 200);
      const alpha = Math.round(255 * Math.max(0, ink) * fade);
      pixels.set([...blend([120, 170, 180], DEEP, x / width), alpha], (y * width + x) * 4);
    }
  }
  return png(width, height, 'rgba', pixels);
});

/** A photocopied-looking sheet of ruled lines and specks in grey, standing in for a scanned exhibit. */
export const evidenceStamp = once(() => {
  const [width, height] = [960, 360];
  const pixels = new Uint8Array(width * height);
  const next = noise(411);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const tilted = y + x * 0.012;
      const lined = x > 70 && x < 880 && tilted > 50 && tilted % 34 < 2;
      const written = lineOfWriting(x, tilted);
      const base = written ? 60 : lined ? 190 : 244;
      pixels[y * width + x] = Math.max(0, Math.min(255, base + (next() % 17) - 8));
    }
  }
  return png(width, height, 'grey', pixels);
});

/** Strokes that look like handwriting and say nothing: nobody signs a sample. */
function lineOfWriting(x: number, y: number): boolean {
  const row = Math.floor(y / 34);
  if (row < 2 || row > 8 || x < 90 || x > 520 + ((row * 97) % 300)) return false;
  const gap = Math.floor((x + row * 41) / 62) % 4 === 3 && (x + row * 41) % 62 > 40;
  const middle = row * 34 + 20 + 7 * Math.sin(x / 5.5 + row) * Math.cos(x / 23);
  return !gap && Math.abs(y - middle) < 1.6;
}
