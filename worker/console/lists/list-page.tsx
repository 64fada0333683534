import type { Child } from 'hono/jsx';
import { ErrorSummary } from '../../access/field.tsx';
import type { Filter, List } from './list.ts';
import type { Chosen, ListPage as PageOfRows } from './read-list.ts';

/** What the page shows. */
interface ListPageProps<Row extends object> {
  readonly list: List<Row>;
  readonly page: PageOfRows<Row>;
  readonly chosen: Chosen;
  readonly errors: ReadonlyMap<string, string>;
  /** Whether this page is not the first. */
  readonly further: boolean;
  /** Between the heading and the filters. */
  readonly above?: Child;
}

/** A list of the console: its filters, a page of its rows, the way to the next page and to its exports. */
export function ListPage<Row extends object>(props: ListPageProps<Row>) {
  const { list, page, chosen, errors, further, above } = props;
  return (
    <>
      <h1>{list.title}</h1>
      {list.lead ? <p class="lead">{list.lead}</p> : null}
      {above}
      <Filters list={list} chosen={chosen} errors={errors} />
      {page.rows.length === 0 ? <p>{list.empty}</p> : <RowTable list={list} rows={page.rows} />}
      <nav class="pages" aria-label="Pages and exports">
        {further ? <a href={addressOf(list.path, chosen)}>First page</a> : null}
        {page.next ? (
          <a rel="next" href={addressOf(list.path, chosen, { after: JSON.stringify(page.next) })}>
            Next page
          </a>
        ) : null}
        <a href={addressOf(list.path, chosen, { format: 'csv' })}>All of it as CSV</a>
        <a href={addressOf(list.path, chosen, { format: 'json' })}>As JSON</a>
      </nav>
    </>
  );
}

/** The rows of a list as a table; on a phone each row is a block. */
export function RowTable<Row extends object>({ list, rows }: { list: List<Row>; rows: readonly Row[] }) {
  const columns = list.columns.filter(({ hidden }) => !hidden);
  return (
    <table class="stack">
      <caption class="visually-hidden">{list.title}</caption>
      <thead>
        <tr>
          {columns.map(({ label }) => (
            <th scope="col">{label}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {columns.map((column, index) => {
              const shown = column.show ? column.show(row) : <bdi>{column.value(row)}</bdi>;
              return index === 0 ? <th scope="row">{shown}</th> : <td data-label={column.label}>{shown}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Filters<Row extends object>({
  list,
  chosen,
  errors,
}: {
  list: List<Row>;
  chosen: Chosen;
  errors: ReadonlyMap<string, string>;
}) {
  if (list.filters.length === 0) return null;
  return (
    <>
      <ErrorSummary
        errors={Object.fromEntries([...errors].map(([name, text]) => [`filter-${name}`, text]))}
      />
      <details class="filters" open={chosen.size > 0}>
        <summary>Filter</summary>
        <form method="get" action={list.path}>
          {list.filters.map((filter) => (
            <FilterField
              filter={filter}
              value={chosen.get(filter.name) ?? ''}
              wrong={errors.has(filter.name)}
            />
          ))}
          <p class="actions">
            <button type="submit" class="button">
              Show
            </button>
            {chosen.size > 0 ? (
              <a class="button quiet" href={list.path}>
                All
              </a>
            ) : null}
          </p>
        </form>
      </details>
    </>
  );
}

function FilterField({ filter, value, wrong }: { filter: Filter; value: string; wrong: boolean }) {
  const id = `filter-${filter.name}`;
  const invalid = wrong ? 'true' : undefined;
  return (
    <div class="field">
      <label for={id}>{filter.kind === 'prefix' ? `${filter.label} begins with` : filter.label}</label>
      {filter.kind === 'choice' ? (
        <select id={id} name={filter.name} aria-invalid={invalid}>
          <option value="">any</option>
          {filter.options.map(([option, label]) => (
            <option value={option} selected={option === value}>
              {label}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          name={filter.name}
          type={filter.kind === 'since' || filter.kind === 'until' ? 'date' : 'text'}
          value={value}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={invalid}
        />
      )}
    </div>
  );
}

/** The address of a list with what was chosen. */
function addressOf(path: string, chosen: Chosen, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams([...chosen, ...Object.entries(more)]);
  return query.size === 0 ? path : `${path}?${query}`;
}
