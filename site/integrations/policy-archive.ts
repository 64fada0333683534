import { readFile } from 'node:fs/promises';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { stringify } from 'yaml';
import { inForceOn } from '../../schema/history/in-force.ts';
import { type PolicySet, versionOf } from './policy-pdf.ts';

/**
 * The whole set of policies as Markdown in a ZIP: `policies/` as the company has them, each with its version on top, and
 * `templates/` as they lie in the repository, with variables where the company's name stands, as a start for others.
 *
 * @param set - what to pack; the same gives the same bytes
 * @param root - the project's root
 * @returns the file
 */
export async function policyArchive(
  { company, policies, histories }: PolicySet,
  root: URL,
): Promise<Uint8Array> {
  const files: Zippable = {};
  const lines: string[] = [];
  for (const policy of policies) {
    const { id, title, ownerRole, blob, markdown } = policy;
    const history = histories.policies.find((one) => one.id === id && one.withdrawn === null);
    const version = history ? versionOf(history) : policy.version;
    const binding = history && inForceOn(history, histories.asOf);
    const binds = binding?.blob === blob;
    const about = {
      title,
      version,
      ownerRole,
      inForceSince: binds ? (binding.inForce?.from ?? null) : null,
      ...(binds && binding.inForce?.ground === 'earlier records' ? { ground: 'earlier records' } : {}),
      ...(binds ? {} : { notApproved: `${binding?.version ?? 'no version'} binds` }),
      blob,
    };
    files[`policies/${id}.md`] = strToU8(`---\n${stringify(about)}---\n\n# ${title}\n${markdown}`);
    files[`templates/${id}.md`] = await readFile(new URL(`content/policies/${id}.md`, root));
    lines.push(`- ${title}, version ${version}: policies/${id}.md`);
  }
  files['LICENSE.txt'] = await readFile(new URL('LICENSES/CC0-1.0.txt', root));
  files['README.md'] = strToU8(
    [
      `# Policies of ${company.name}`,
      '',
      `As they stood at commit ${histories.head ?? 'none'}. No rights are reserved: see LICENSE.txt.`,
      '',
      '`templates/` holds the same texts with variables such as {{company.name}} in place of this company’s own',
      'name, and with the log of versions: a start for policies of your own. Strike out what you do not do.',
      '',
      ...lines,
      '',
    ].join('\n'),
  );
  return zipSync(files, { level: 9, mtime: noonOf(histories.committed ?? histories.asOf) });
}

/** ZIP keeps the time of the clock on the wall: noon of that day on any machine. */
function noonOf(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, 12);
}
