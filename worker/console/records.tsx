import type { Child } from 'hono/jsx';

/** Rows about one thing, below a heading; on a phone each row is a block. */
export function Records({
  id,
  title,
  head,
  rows,
  empty = 'None.',
}: {
  id: string;
  title: string;
  head: readonly string[];
  /** Each with as many cells as the head has; the first one names the row. */
  rows: readonly (readonly Child[])[];
  empty?: string;
}) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {rows.length === 0 ? (
        <p class="hint">{empty}</p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              {head.map((label) => (
                <th scope="col">{label}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                {row.map((cell, index) =>
                  index === 0 ? <th scope="row">{cell}</th> : <td data-label={head[index]}>{cell}</td>,
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
