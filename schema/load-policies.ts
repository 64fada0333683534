import { blobHash } from './blob-hash.ts';
import type { Company } from './company.ts';
import { check, fieldName } from './explain.ts';
import { slug } from './fields.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { renderMarkdown } from './markdown.ts';
import { POLICY_SECTIONS, type Policy, policySchema, type VersionEntry } from './policies.ts';
import { fillVariables, unknownVariables } from './variables.ts';
import { isLaterVersion } from './versions.ts';

const FOLDER = 'content/policies';
const SECTION_LEVEL = 2;

/**
 * Reads the policies.
 *
 * @param files - the reader of `content/`
 * @param company - whose values fill the variables; null when unknown
 * @param findings - takes what is wrong
 * @returns the policies that are sound, in the order of their ids, and the ids of all
 */
export async function loadPolicies(
  files: ContentFiles,
  company: Company | null,
  findings: Finding[],
): Promise<{ policies: Policy[]; ids: string[] }> {
  const policies: Policy[] = [];
  // Git reads it, to tell whose signature a commit carries.
  files.claim(`${FOLDER}/allowed_signers`);
  const ids = await files.names(FOLDER, '.md');
  for (const id of ids) {
    const file = `${FOLDER}/${id}.md`;
    const parts = await files.markdown(file);
    if (!slug.safeParse(id).success) {
      const message =
        'expected a file name of lower case letters a to z, digits and hyphens, such as access-control.md: it is part of an address';
      findings.push({ file, field: null, message });
    }
    const about = parts === null ? null : check(policySchema, parts.data, file, findings);
    if (parts === null || about === null) continue;
    findings.push(...contradictions(about).map(([field, message]) => ({ file, field, message })));
    const texts = { title: about.title, summary: about.summary, body: parts.body };
    for (const [field, text] of Object.entries(texts)) {
      findings.push(...unknownVariables(text, file, field === 'body' ? null : field));
    }
    const fill = (text: string) => (company ? fillVariables(text, company) : text);
    const markdown = fill(parts.body);
    const { html, headings, refused, links: hrefs } = renderMarkdown(markdown);
    findings.push(...refused.map((message) => ({ file, field: null, message })));
    files.link(file, null, hrefs);
    const sections = headings.filter(({ level }) => level <= SECTION_LEVEL).map(({ text }) => text);
    const expected = POLICY_SECTIONS.join(', ');
    if (refused.length === 0 && sections.join(', ') !== expected) {
      const message = `expected the sections ${expected}, found ${sections.join(', ') || 'none'}`;
      findings.push({ file, field: null, message });
    }
    policies.push({
      ...about,
      title: fill(about.title),
      summary: fill(about.summary),
      id,
      version: about.versions.at(-1)?.version ?? '',
      blob: await blobHash(parts.bytes),
      markdown,
      html,
      headings,
    });
  }
  return { policies, ids };
}

function contradictions(about: {
  ownerRole: string;
  approverRole: string;
  versions: readonly VersionEntry[];
}): [field: string, message: string][] {
  const wrong: [string, string][] = [];
  if (about.ownerRole === about.approverRole) {
    wrong.push(['approverRole', `expected another role than the owner’s, found "${about.approverRole}"`]);
  }
  for (const [index, { version, inForceFrom, corrects = [] }] of about.versions.entries()) {
    const before = about.versions[index - 1];
    if (before && !isLaterVersion(version, before.version)) {
      wrong.push([
        fieldName(['versions', index, 'version']),
        `expected a later version than ${before.version}, found "${version}"`,
      ]);
    }
    if (inForceFrom !== undefined && before && !(before.inForceFrom && before.inForceFrom <= inForceFrom)) {
      wrong.push([
        fieldName(['versions', index, 'inForceFrom']),
        'expected no earlier day than the version before, which has to name one as well',
      ]);
    }
    for (const corrected of corrects) {
      const isEarlier = about.versions
        .slice(0, index)
        .some((one) => one.version === corrected && one.inForceFrom);
      if (isEarlier) continue;
      wrong.push([
        fieldName(['versions', index, 'corrects']),
        `expected versions before ${version} that have an inForceFrom, found "${corrected}"`,
      ]);
    }
  }
  return wrong;
}
