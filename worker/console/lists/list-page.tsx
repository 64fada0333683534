import type { Child } from 'hono/jsx';
import { ErrorSummary } from '../../access/field.tsx';
import { Control } from '../control.tsx';
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
      {page.rows.length === 0 ? (
        <Empty list={list} filtered={chosen.size > 0} />
      ) : (
        <RowTable list={list} rows={page.rows} />
      )}
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

/** Nothing to show, and a way on where it is the filters that leave nothing. */
function Empty<Row extends object>({ list, filtered }: { list: List<Row>; filtered: boolean }) {
  return (
    <p>
      {list.empty} {filtered ? <a href={list.path}>Show all</a> : null}
    </p>
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
      <details class="narrowing" open={chosen.size > 0}>
        <summary>{chosen.size === 0 ? 'Filter' : `Filter: ${chosen.size} set`}</summary>
        <form method="get" action={list.path}>
          {list.filters.map((filter) => (
            <FilterField
              filter={filter}
              value={chosen.get(filter.name) ?? ''}
              error={errors.get(filter.name)}
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

function FilterField({ filter, value, error }: { filter: Filter; value: string; error: string | undefined }) {
  const id = `filter-${filter.name}`;
  return (
    <Control
      id={id}
      label={filter.kind === 'prefix' ? `${filter.label} begins with` : filter.label}
      error={error}
    >
      {(described, invalid) =>
        filter.kind === 'choice' ? (
          <select id={id} name={filter.name} aria-invalid={invalid} aria-describedby={described}>
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
            autocapitalize="off"
            spellcheck={false}
            aria-invalid={invalid}
            aria-describedby={described}
          />
        )
      }
    </Control>
  );
}

/** The address of a list with what was chosen. */
export function addressOf(path: string, chosen: Chosen, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams([...chosen, ...Object.entries(more)]);
  return query.size === 0 ? path : `${path}?${query}`;
}
