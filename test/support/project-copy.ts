import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../local/wrangler.ts';

/**
 * Copies what a build of the site needs, save the policies, whose history is the matter of whoever asks, and what stands on
 * them. Files that are there already stay.
 *
 * @param root - where to
 */
export function copyProject(root: string): void {
  const files = execFileSync(
    'git',
    ['-C', projectRoot, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      encoding: 'utf8',
    },
  );
  for (const file of files.split('\0').filter(Boolean)) {
    if (/^(content\/(policies|controls|records|questions|updates)|test|bench|local\/reports)\//.test(file))
      continue;
    if (existsSync(join(root, file)) || !existsSync(join(projectRoot, file))) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(projectRoot, file), join(root, file));
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
}
