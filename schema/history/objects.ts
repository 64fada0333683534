import { git } from './git.ts';

/**
 * Fetches objects, all in one run of Git.
 *
 * @param root - the project's root
 * @param names - hashes of blobs or commits
 * @returns what each holds, as text
 */
export async function readObjects(root: string, names: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Map();
  return parseObjects(await git(root, ['cat-file', '--batch'], `${wanted.join('\n')}\n`));
}

/**
 * Reads the output of `git cat-file --batch`: for each object `name type size LF`, its bytes, LF.
 *
 * @param output - the output
 * @returns what each object holds, as text; one that is missing is not in it
 * @throws Error when the output is not of that form
 */
export function parseObjects(output: Buffer): Map<string, string> {
  const objects = new Map<string, string>();
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf('\n', at);
    const [name = '', type, size] = output.subarray(at, end).toString('latin1').split(' ');
    at = end + 1;
    if (type === 'missing') continue;
    const length = Number(size);
    if (end === -1 || !/^\d+$/.test(size ?? '') || output[at + length] !== 0x0a) {
      throw new Error('The output of git cat-file was cut off');
    }
    objects.set(name, output.toString('utf8', at, at + length));
    at += length + 1;
  }
  return objects;
}
