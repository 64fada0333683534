import type { Element, ElementContent, Nodes, Root } from 'hast';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { type Plugin, unified } from 'unified';

/**
 * A built page as Markdown: its main part, without what only serves the eye or leads around the page.
 *
 * @param html - the page
 * @param url - its address, to which its links are relative
 * @returns the text, with the page's address and notice on top
 */
export function pageMarkdown(html: string, url: string): string {
  const body = unified()
    .use(rehypeParse)
    .use(plainPage, url)
    .use(rehypeRemark)
    .use(remarkGfm, { tableCellPadding: false, tablePipeAlign: false })
    .use(remarkStringify, { bullet: '-', rule: '-' })
    .processSync(html);
  return `<!-- ${url} -->\n\n${String(body).trim()}\n`;
}

/** Between what the page shows on lines of their own. */
const SEPARATOR = ' · ';

const plainPage: Plugin<[string], Root> = (url) => (tree) => {
  const main = find(tree, (node) => node.tagName === 'main');
  const notice = find(tree, (node) => node.tagName === 'aside' && hasClass(node, 'sample'));
  if (!main) throw new Error(`There is no <main> in ${url}.`);
  return {
    type: 'root',
    children: [...main.children, ...(notice ? [notice] : [])].flatMap((node) => plain(node, url)),
  };
};

/** The same node in elements that Markdown knows. */
function plain(node: ElementContent | Root['children'][number], url: string): ElementContent[] {
  if (node.type !== 'element') return node.type === 'text' ? [node] : [];
  if (isLeftOut(node)) return [];
  const children = node.children.flatMap((child) => plain(child, url));
  const { href } = node.properties;
  switch (node.tagName) {
    case 'a':
      return [element('a', children, { href: new URL(String(href), url).href })];
    case 'dl':
      return [element('ul', children)];
    case 'div':
      return node.children.some((child) => child.type === 'element' && child.tagName === 'dt')
        ? [element('li', children)]
        : children;
    case 'dt':
      return [element('strong', children), text(': ')];
    case 'dd':
      return [...withoutLeading(children), text(' ')];
    case 'summary':
      return [element('p', [element('strong', children)])];
    case 'ins':
      return [element('strong', children)];
    case 'span':
      return hasClass(node, 'line') ? [text(SEPARATOR), ...children] : [text(' '), ...children, text(' ')];
    case 'section':
    case 'article':
    case 'aside':
    case 'details':
    case 'time':
    case 'small':
      return children;
    default:
      return [element(node.tagName, withoutLeading(children), node.properties)];
  }
}

/** A separator divides, so none comes first. */
function withoutLeading(children: ElementContent[]): ElementContent[] {
  const first = children.findIndex((node) => node.type !== 'text' || node.value.trim() !== '');
  const node = children[first];
  return node?.type === 'text' && node.value === SEPARATOR ? children.slice(first + 1) : children;
}

function isLeftOut(node: Element): boolean {
  return ['nav', 'svg', 'form', 'script'].includes(node.tagName) || node.properties.ariaHidden === 'true';
}

function find(node: Nodes, test: (node: Element) => boolean): Element | undefined {
  if (node.type === 'element' && test(node)) return node;
  if (!('children' in node)) return undefined;
  for (const child of node.children) {
    const found = find(child, test);
    if (found) return found;
  }
  return undefined;
}

function hasClass({ properties }: Element, name: string): boolean {
  return Array.isArray(properties.className) && properties.className.includes(name);
}

function element(
  tagName: string,
  children: ElementContent[],
  properties: Element['properties'] = {},
): Element {
  return { type: 'element', tagName, properties, children };
}

function text(value: string): ElementContent {
  return { type: 'text', value };
}
