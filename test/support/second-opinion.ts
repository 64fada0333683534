import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE_MS } from './patience.ts';

/** Other people's PDF tools, asked for a second opinion. */

/** A folder of its own for one test file. */
export class Workbench {
  readonly folder = mkdtempSync(join(tmpdir(), 'vitrine-pdf-'));

  /** Writes a file there. @returns its path */
  file(name: string, bytes: Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, bytes);
    return path;
  }

  clear(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function run(
  command: string,
  args: readonly string[],
): { readonly status: number; readonly out: Buffer; readonly err: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    maxBuffer: 1024 ** 3,
    timeout: PATIENCE_MS,
  });
  if (error) throw error;
  return { status: status ?? -1, out: stdout, err: stderr.toString('latin1') };
}

/** What `qpdf --check` says: 0 fine, 2 errors, 3 warnings, and its words. */
export function qpdfCheck(path: string): { readonly status: number; readonly words: string } {
  const { status, err } = run('qpdf', ['--check', path]);
  return { status, words: err };
}

/** Pages by the count of poppler; undefined if it cannot open the file. */
export function popplerPages(path: string): number | undefined {
  const { status, out } = run('pdfinfo', [path]);
  const pages = /^Pages:\s+(\d+)/m.exec(out.toString('latin1'))?.[1];
  return status === 0 && pages !== undefined ? Number(pages) : undefined;
}

/** Text of each page by poppler. @param raw - in the order of the content, not of the layout */
export function popplerText(path: string, raw = false): string[] {
  return run('pdftotext', [...(raw ? ['-raw'] : []), path, '-'])
    .out.toString('utf8')
    .split('\f')
    .slice(0, -1);
}

/** The first pages as pixels, in one piece; what cannot be drawn is empty. */
export function popplerRender(path: string, pages = 4): Buffer {
  return run('pdftoppm', ['-r', '36', '-l', String(pages), path]).out;
}
