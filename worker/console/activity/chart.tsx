/**
 * A chart of bars, drawn as SVG on the server: no program, no picture from elsewhere. It is for the eye; the table beneath it
 * says the same to everybody.
 */

/** What a chart is drawn from. */
export interface ChartProps {
  /** What it shows. */
  readonly title: string;
  /** Below the bars, one for each. */
  readonly labels: readonly string[];
  /** One row of values for each part of the bars, which stand on one another; null where there is nothing to measure. */
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  /** How a value is written. */
  readonly say: (value: number) => string;
}

const WIDTH = 720;
const HEIGHT = 180;
const LEFT = 56;
const RIGHT = 20;
const BOTTOM = 24;
const GAP = 0.28;

/** Draws the bars, one or two lines to read them by, and every fourth label. */
export function Chart({ title, labels, series, say }: ChartProps) {
  const totals = labels.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const top = niceTop(Math.max(1, ...totals));
  const step = (WIDTH - LEFT - RIGHT) / labels.length;
  const scale = (HEIGHT - BOTTOM - 12) / top;
  const ground = HEIGHT - BOTTOM;
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img">
        <title>{title}: the numbers are in the table below</title>
        {[top, top / 2].filter(Number.isInteger).map((value) => (
          <g class="line">
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={ground - value * scale} y2={ground - value * scale} />
            <text x={LEFT - 8} y={ground - value * scale + 4} text-anchor="end">
              {say(value)}
            </text>
          </g>
        ))}
        <line class="ground" x1={LEFT} x2={WIDTH - RIGHT} y1={ground} y2={ground} />
        {labels.map((label, index) => {
          let below = ground;
          return (
            <g>
              {series.map(({ values }, part) => {
                const height = (values[index] ?? 0) * scale;
                below -= height;
                return height === 0 ? null : (
                  <rect
                    class={`part-${part % 4}`}
                    x={round(LEFT + index * step + (step * GAP) / 2)}
                    y={round(below)}
                    width={round(step * (1 - GAP))}
                    height={round(height)}
                  />
                );
              })}
              {index % 4 === 1 ? (
                <text x={round(LEFT + (index + 0.5) * step)} y={HEIGHT - 6} text-anchor="middle">
                  {label}
                </text>
              ) : null}
            </g>
          );
        })}
      </svg>
      {series.length > 1 ? (
        <figcaption>
          {series.map(({ name }, part) => (
            <span class={`key part-${part % 4}`}>{name}</span>
          ))}
        </figcaption>
      ) : null}
    </figure>
  );
}

/** The next round number: 1, 2 or 5 and zeros. */
export function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value) ?? value;
}

const round = (value: number): number => Math.round(value * 10) / 10;
