import MiniSearch from 'minisearch';
import { excerpt } from '../../../core/search/excerpt.ts';
import { type Found, findPlaces } from '../../../core/search/find-places.ts';
import { indexOptions, type Place } from '../../../core/search/index-options.ts';

/**
 * The script of /search/, the only one of the public pages. It looks words up in the index that the build wrote; what is
 * typed leaves the browser only as this page's own address.
 */

const MOST = 30;

const form = element<HTMLFormElement>('search-form');
const field = element<HTMLInputElement>('search-field');
const state = element('search-state');
const list = element('search-results');
const everything = element('everything-part');

let index: Promise<MiniSearch<Place>> | undefined;

function load(): Promise<MiniSearch<Place>> {
  const { index: path = '' } = form.dataset;
  index ??= fetch(path).then(async (response) => {
    if (!response.ok) throw new Error(`${path} answers ${response.status}`);
    return MiniSearch.loadJSON(await response.text(), indexOptions);
  });
  return index;
}

async function show(): Promise<void> {
  const words = field.value.trim();
  const address = new URL(location.href);
  if (words) address.searchParams.set('q', words);
  else address.searchParams.delete('q');
  history.replaceState(null, '', address);
  everything.hidden = words !== '';
  if (words === '') {
    list.replaceChildren();
    state.textContent = '';
    return;
  }
  let found: Found[];
  try {
    found = findPlaces(await load(), words);
  } catch {
    index = undefined;
    everything.hidden = false;
    list.replaceChildren();
    state.textContent = form.dataset.failed ?? '';
    return;
  }
  // Somebody typed on while the index was on its way.
  if (words !== field.value.trim()) return;
  const { none = '', one = '', many = '' } = form.dataset;
  const count = found.length > MOST ? `${MOST}+` : String(found.length);
  state.textContent = found.length === 0 ? none : (found.length === 1 ? one : many).replace('{count}', count);
  everything.hidden = found.length > 0;
  list.replaceChildren(...found.slice(0, MOST).map(item));
}

function item(found: Found): HTMLLIElement {
  const link = document.createElement('a');
  link.href = found.id;
  link.textContent = found.heading || found.page;
  const lang = found.heading ? found.headingLang : found.pageLang;
  if (lang) link.lang = lang;
  const entry = document.createElement('li');
  entry.append(link);
  if (found.heading) entry.append(line('where hint', [{ text: found.page, found: false }]));
  // Terms of the index are without accents; the words of the text are what stands on the page.
  entry.append(line('words', excerpt(found.text, [...found.terms, ...found.queryTerms])));
  return entry;
}

function line(name: string, pieces: ReturnType<typeof excerpt>): HTMLElement {
  const span = document.createElement('span');
  span.className = name;
  for (const { text, found } of pieces) {
    const piece = found ? document.createElement('mark') : document.createTextNode(text);
    if (piece instanceof HTMLElement) piece.textContent = text;
    span.append(piece);
  }
  return span;
}

/** Arrow keys go from the field through the links and back; everything else stays the browser's. */
function move(event: KeyboardEvent): void {
  const links = [...list.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const inField = document.activeElement === field;
  if (!inField && at < 0) return;
  const target =
    event.key === 'ArrowDown'
      ? links[at + 1]
      : event.key === 'ArrowUp' && !inField
        ? (links[at - 1] ?? field)
        : event.key === 'Escape' && !inField
          ? field
          : undefined;
  if (!target) return;
  event.preventDefault();
  target.focus();
}

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page lacks #${id}.`);
  return found as T;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  list.querySelector('a')?.focus();
});
field.addEventListener('input', () => void show());
document.addEventListener('keydown', move);
field.value = new URL(location.href).searchParams.get('q') ?? '';
if (field.value) void show();
