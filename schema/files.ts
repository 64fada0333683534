import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { CrossLink } from './cross-links.ts';
import type { Finding } from './finding.ts';
import { splitFrontMatter } from './front-matter.ts';

/** Reads the files of `content/`. A file that is a link, huge or not text is refused before anything looks inside. */

const LARGEST_TEXT_BYTES = 512 * 1024;

/** Reads files below a root and gathers what is wrong with them. */
export class ContentFiles {
  readonly #root: string;
  readonly #findings: Finding[];
  readonly #read = new Set<string>();
  readonly #texts = new Map<string, string>();
  readonly #links: CrossLink[] = [];

  /**
   * @param root - the project's root
   * @param findings - takes what is wrong
   */
  constructor(root: string, findings: Finding[]) {
    this.#root = root;
    this.#findings = findings;
  }

  /**
   * The text files of a folder.
   *
   * @param folder - the folder, relative to the root
   * @param extension - how their names end, such as `.yaml`
   * @returns names without folder and extension, sorted
   */
  async names(folder: string, extension: string): Promise<string[]> {
    const names = await this.namesIfAny(folder, extension);
    if (names.length === 0)
      this.#report(folder, `expected at least one file ending in ${extension}, found none`);
    return names;
  }

  /** The same of a folder that may be empty, or not be there. */
  async namesIfAny(folder: string, extension: string): Promise<string[]> {
    const entries = await readdir(join(this.#root, folder)).catch(() => []);
    const names = entries.filter((name) => name.endsWith(extension) && !name.startsWith('.')).sort();
    return names.map((name) => name.slice(0, -extension.length));
  }

  /**
   * The files in the folders of a folder; there need be none.
   *
   * @param folder - the folder, relative to the root
   * @param extension - how their names end, such as `.yaml`
   * @returns names as in `one/two.yaml`, sorted
   */
  async below(folder: string, extension: string): Promise<string[]> {
    const entries = await readdir(join(this.#root, folder), { recursive: true }).catch(() => []);
    return entries.filter((name) => name.endsWith(extension) && name.split('/').length === 2).sort();
  }

  /**
   * A file's text.
   *
   * @param file - its name, relative to the root
   * @returns the text and its exact bytes, or null when it cannot be had
   */
  async text(file: string): Promise<{ text: string; bytes: Uint8Array<ArrayBuffer> } | null> {
    this.#read.add(file);
    const status = await lstat(join(this.#root, file)).catch(() => null);
    if (status === null) return this.#report(file, 'is missing');
    if (!status.isFile()) return this.#report(file, 'expected a plain file, found a link or a folder');
    if (status.size > LARGEST_TEXT_BYTES) {
      return this.#report(file, `expected at most ${LARGEST_TEXT_BYTES} bytes, found ${status.size}`);
    }
    const bytes = new Uint8Array(await readFile(join(this.#root, file)));
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      const odd = /[\0\r\uFEFF\u202A-\u202E\u2066-\u2069]/.exec(text);
      if (odd) {
        const code = odd[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
        const row = text.slice(0, odd.index).split('\n').length;
        return this.#report(
          file,
          `expected plain text, found the control character U+${code} in line ${row}`,
        );
      }
      this.#texts.set(file, text);
      return { text, bytes };
    } catch {
      return this.#report(file, 'expected text in UTF-8, found other bytes');
    }
  }

  /**
   * A YAML file's data.
   *
   * @param file - its name, relative to the root
   * @returns the data, or undefined when it cannot be had
   */
  async yaml(file: string): Promise<unknown> {
    const read = await this.text(file);
    return read === null ? undefined : this.#parse(file, read.text, 0);
  }

  /**
   * A Markdown file's front matter, body and exact bytes.
   *
   * @param file - its name, relative to the root
   * @returns all three, or null when they cannot be had
   */
  async markdown(
    file: string,
  ): Promise<{ data: unknown; body: string; bytes: Uint8Array<ArrayBuffer> } | null> {
    const read = await this.text(file);
    if (read === null) return null;
    const parts = splitFrontMatter(read.text);
    if (parts === null) return this.#report(file, 'expected to begin with fields between two lines of ---');
    const data = this.#parse(file, parts.fields, 1);
    return data === undefined ? null : { data, body: parts.body, bytes: read.bytes };
  }

  /** Finds files that nothing read: a misspelt folder or name would otherwise vanish from the site in silence. */
  async unread(folder: string): Promise<void> {
    const entries = await readdir(join(this.#root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const file = join(entry.parentPath, entry.name).slice(join(this.#root, '/').length);
      if (entry.isDirectory() || /^(\.|README\.md$)/.test(entry.name) || this.#read.has(file)) continue;
      this.#report(file, unreadMessage(file));
    }
  }

  /**
   * Takes the links that a text makes, so that those within the site can be followed when it is built.
   *
   * @param file - the text's file
   * @param field - its field; null for the body
   * @param hrefs - where its links lead
   */
  link(file: string, field: string | null, hrefs: readonly string[]): void {
    const lines = this.#texts.get(file)?.split('\n') ?? [];
    for (const href of hrefs.filter((one) => /^[/#]/.test(one))) {
      const earlier = this.#links.filter((one) => one.file === file && one.href === href).length;
      const places = lines.flatMap((line, index) => {
        const pieces = line.split(href);
        return pieces
          .slice(1)
          .flatMap((after, piece) =>
            /[(<\s]$/.test(pieces[piece] ?? '') && /^([)>\s]|$)/.test(after) ? index + 1 : [],
          );
      });
      this.#links.push({ file, field, href, line: places[earlier] ?? null });
    }
  }

  /** The links to places of the site that texts make, in the order in which they were taken. */
  get links(): readonly CrossLink[] {
    return this.#links;
  }

  /** Accounts for a file that is not text. */
  claim(file: string): void {
    this.#read.add(file);
  }

  /** Accounts for all files of a folder: what names them is broken, and that is one finding, not many. */
  async claimAll(folder: string): Promise<void> {
    const names = await readdir(join(this.#root, folder)).catch(() => []);
    for (const name of names) this.claim(`${folder}/${name}`);
  }

  #parse(file: string, text: string, linesBefore: number): unknown {
    const document = parseDocument(text, { uniqueKeys: true, prettyErrors: false });
    const { errors, warnings } = document;
    for (const problem of [...errors, ...warnings]) {
      const row = text.slice(0, problem.pos[0]).split('\n').length + linesBefore;
      this.#report(file, `expected YAML, found in line ${row}: ${problem.message}`);
    }
    return errors.length + warnings.length > 0 ? undefined : (document.toJS({ maxAliasCount: 0 }) as unknown);
  }

  #report(file: string, message: string): null {
    this.#findings.push({ file, field: null, message });
    return null;
  }
}

/** What is said of a file that nothing reads. */
function unreadMessage(file: string): string {
  if (/^content\/policies\/(?!records\/).+\/[^/]+\.md$/.test(file)) {
    return 'is a policy in a folder of its own, where nothing looks: policies lie side by side in content/policies/, each a file ID.md whose ID is lower case letters a to z, digits and hyphens, such as content/policies/access-control.md';
  }
  return 'is not a file that anything reads; is its name or folder misspelt?';
}
