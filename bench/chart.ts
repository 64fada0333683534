/** A line of a chart: CPU milliseconds against megabytes. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly megabytes: number; readonly cpuMs: number }[];
  /** Name of a colour of the style below. */
  readonly colour: 'ours' | 'raw' | 'other' | 'another';
}

const WIDE = 720;
const HIGH = 440;
const BOX = { left: 76, right: 560, top: 64, bottom: 380 };

/** Colours for both kinds of background: the picture has none of its own. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #3a4250; }
  .title { font-size: 16px; font-weight: 600; }
  .grid { stroke: #8a93a3; stroke-opacity: .3; }
  path { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
  .ours { stroke: #0f766e; fill: #0f766e; } .raw { stroke: #7a8392; fill: #7a8392; }
  .other { stroke: #b45309; fill: #b45309; } .another { stroke: #7c3aed; fill: #7c3aed; }
  path.raw { stroke-dasharray: 5 4; } path.ours, path.raw, path.other, path.another { fill: none; }
  text.ours, text.raw, text.other, text.another { stroke: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #d5dae3; }
    .ours { stroke: #2dd4bf; fill: #2dd4bf; } .raw { stroke: #a3adbd; fill: #a3adbd; }
    .other { stroke: #f59e0b; fill: #f59e0b; } .another { stroke: #c4b5fd; fill: #c4b5fd; }
  }`;

/**
 * Draws CPU time against size, both on logarithmic scales: a tenth is a tenth wherever it stands.
 *
 * @param series - at least one, of positive figures
 * @returns an SVG document
 */
export function drawChart(series: readonly Series[]): string {
  const points = series.flatMap((one) => one.points);
  const sizes = [...new Set(points.map(({ megabytes }) => megabytes))].sort((a, b) => a - b);
  const decades = decadesOf(points.map(({ cpuMs }) => cpuMs));
  const x = scale([Math.min(...sizes), Math.max(...sizes)], [BOX.left, BOX.right]);
  const y = scale([decades[0] ?? 1, decades.at(-1) ?? 10], [BOX.bottom, BOX.top]);
  const grid = decades.map(
    (ms) =>
      `<line class="grid" x1="${BOX.left}" x2="${BOX.right}" y1="${y(ms)}" y2="${y(ms)}"/>` +
      `<text x="${BOX.left - 10}" y="${y(ms) + 4}" text-anchor="end">${ms}</text>`,
  );
  const ticks = sizes.map(
    (size) => `<text x="${x(size)}" y="${BOX.bottom + 22}" text-anchor="middle">${size}</text>`,
  );
  const lines = series.map(({ points: own, colour }) => {
    const path = own.map(({ megabytes, cpuMs }, i) => `${i ? 'L' : 'M'}${x(megabytes)} ${y(cpuMs)}`).join('');
    const dots = own.map(
      ({ megabytes, cpuMs }) => `<circle class="${colour}" cx="${x(megabytes)}" cy="${y(cpuMs)}" r="3.5"/>`,
    );
    return `<path class="${colour}" d="${path}"/>${dots.join('')}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-labelledby="t d">
<title id="t">What one download costs, against the size of the report</title>
<desc id="d">${described(series)}</desc>
<style>${STYLE}
</style>
<text class="title" x="${BOX.left}" y="30">What one download costs</text>
<text x="${BOX.left}" y="50">CPU of the whole server process, milliseconds</text>
${[...grid, ...ticks, ...lines, ...labels(series, x, y)].join('\n')}
<text x="${(BOX.left + BOX.right) / 2}" y="${BOX.bottom + 46}" text-anchor="middle">size of the report, MB (both scales logarithmic)</text>
</svg>
`;
}

/** Names at the ends of their lines, moved apart where they would meet. */
function labels(
  series: readonly Series[],
  x: (value: number) => number,
  y: (value: number) => number,
): string[] {
  const LEADING = 17;
  let free = Number.POSITIVE_INFINITY;
  return series
    .map(({ name, points, colour }) => {
      const { megabytes, cpuMs } = points.at(-1) ?? { megabytes: 1, cpuMs: 1 };
      return { name, colour, x: x(megabytes) + 14, y: y(cpuMs) + 4 };
    })
    .sort((a, b) => b.y - a.y)
    .map((label) => {
      free = Math.min(label.y, free - LEADING);
      return `<text class="${label.colour}" x="${label.x}" y="${free}">${label.name}</text>`;
    });
}

function described(series: readonly Series[]): string {
  return series
    .map(({ name, points }) => {
      const figures = points.map(({ megabytes, cpuMs }) => `${Math.round(cpuMs)} ms at ${megabytes} MB`);
      return `${name}: ${figures.join(', ')}.`;
    })
    .join(' ');
}

function decadesOf(values: readonly number[]): number[] {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.ceil(Math.log10(Math.max(...values)));
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
}

function scale([from, to]: [number, number], [start, end]: [number, number]): (value: number) => number {
  const span = Math.log10(to) - Math.log10(from) || 1;
  return (value) =>
    Math.round(10 * (start + ((Math.log10(value) - Math.log10(from)) / span) * (end - start))) / 10;
}
