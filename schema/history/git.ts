import { spawn } from 'node:child_process';
import { ContentError } from '../finding.ts';

/** Asks the one program that knows the history. It is never asked to change anything. */

/** What stands in place of other objects, or says that there are no parents, is somebody's word against the history. */
const CAUTION = ['--no-replace-objects', '-c', 'advice.graftFileDeprecated=false'];

/** Of a failure, this much of Git's own words is passed on. */
const LONGEST_QUOTE = 300;

/**
 * Runs `git` in a folder.
 *
 * @param root - the project's root
 * @param args - the arguments
 * @param input - what it reads, if anything
 * @returns what it wrote
 * @throws {@link ContentError} that says what to do when Git is missing, or when it refuses
 */
export async function git(root: string, args: readonly string[], input = ''): Promise<Buffer> {
  const child = spawn('git', [...CAUTION, '-C', root, ...args], { env: environment() });
  const out: Buffer[] = [];
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? refused(NO_GIT) : error),
    );
    child.once('close', resolve);
    // Git may end before it has read everything; its exit code says so.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
  if (code === 0) return Buffer.concat(out);
  if (/not a git repository/.test(said)) throw refused(NO_REPOSITORY);
  throw refused(`Git refused: ${said.trim().slice(0, LONGEST_QUOTE)}`);
}

/**
 * Makes sure that the whole history is here.
 *
 * @param root - the project's root
 * @throws {@link ContentError} with the command that mends it
 */
export async function requireWholeHistory(root: string): Promise<void> {
  const shallow = (await git(root, ['rev-parse', '--is-shallow-repository'])).toString().trim();
  if (shallow === 'true') throw refused(SHALLOW);
}

const NO_GIT =
  'expected Git, which knows who changed and approved what, found no such program: install it (apt-get install git)';
const NO_REPOSITORY =
  'expected a Git repository, found none: policies show what changed from its history. Clone the project instead of unpacking an archive of it, or begin a history of your own: git init && git add -A && git commit -m "first"';
const SHALLOW =
  'expected the whole history, found a shallow clone, whose past was cut off: run git fetch --unshallow (in a pipeline, ask for the whole depth: fetch-depth 0)';

function refused(message: string): ContentError {
  return new ContentError([{ file: 'content/policies', field: null, message }]);
}

/** Whatever points Git at another repository or history than the one in the folder is left behind. */
function environment(): NodeJS.ProcessEnv {
  const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_INDEX_FILE: ___, ...rest } = process.env;
  return { ...rest, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_GRAFT_FILE: '/dev/null' };
}
