/**
 * A chart of bars, drawn on the server: no program, no picture from elsewhere. The bars are SVG that takes any width; the words
 * are text beside it, so that they are as large on a phone as anywhere. It is for the eye: the table beneath says the same
 * to everybody.
 */

/** What a chart is drawn from. */
export interface ChartProps {
  /** What it shows. */
  readonly title: string;
  /** What each bar is of. */
  readonly labels: readonly string[];
  /** One row of values for each part of the bars, which stand on one another; null where there is nothing to measure. */
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  /** How a value is written. */
  readonly say: (value: number) => string;
  /** The height of the chart for its greatest value; the next round number unless said. */
  readonly roundUp?: (value: number) => number;
}

/** Units of the drawing for one bar and the room about it, and from the ground to the top. */
const STEP = 10;
const HEIGHT = 100;
const BAR = 7;

/** Bars from one label to the next; a phone has room for every second label. */
const EVERY = 4;

/** Draws the bars, one or two lines to read them by, and every fourth label. */
export function Chart({ title, labels, series, say, roundUp = niceTop }: ChartProps) {
  const totals = labels.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const top = roundUp(Math.max(1, ...totals));
  const lines = [top, top / 2].filter(Number.isInteger);
  const width = STEP * labels.length;
  return (
    <figure class="chart">
      <div class="plot">
        <div class="scale" aria-hidden="true">
          {lines.map((value) => (
            <span>{say(value)}</span>
          ))}
          <span>0</span>
        </div>
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" role="img">
          <title>{title}: the numbers are in the table below</title>
          {lines.map((value) => (
            <line x1={0} x2={width} y1={yOf(value, top)} y2={yOf(value, top)} />
          ))}
          {labels.map((label, index) => {
            let below = 0;
            return (
              <g>
                <title>{`${label}: ${sayAll(series, index, say)}`}</title>
                {series.map(({ values }, part) => {
                  const value = values[index] ?? 0;
                  below += value;
                  return value === 0 ? null : (
                    <rect
                      class={`part-${part % 4}`}
                      x={index * STEP + (STEP - BAR) / 2}
                      y={yOf(below, top)}
                      width={BAR}
                      height={round((value / top) * HEIGHT)}
                    />
                  );
                })}
              </g>
            );
          })}
          <line class="ground" x1={0} x2={width} y1={HEIGHT} y2={HEIGHT} />
        </svg>
        <div class="labels" aria-hidden="true">
          {labels.map((label, index) => (index % EVERY === 1 ? <span>{label}</span> : null))}
        </div>
      </div>
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

function sayAll(series: ChartProps['series'], index: number, say: (value: number) => string): string {
  return series
    .map(({ name, values }) => `${name} ${values[index] == null ? 'none' : say(values[index])}`)
    .join(', ');
}

const yOf = (value: number, top: number): number => round(HEIGHT * (1 - value / top));

/** The next round number: 1, 2 or 5 and zeros. */
export function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value) ?? value;
}

const round = (value: number): number => Math.round(value * 10) / 10;
