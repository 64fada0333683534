import { check } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { renderMarkdown } from './markdown.ts';
import { POLICY_SECTIONS, type Policy, policySchema } from './policies.ts';

const FOLDER = 'content/policies';
const SECTION_LEVEL = 2;

/**
 * Reads the policies.
 *
 * @param files - the reader of `content/`
 * @param findings - takes what is wrong
 * @returns the policies that are sound, in the order of their ids
 */
export async function loadPolicies(files: ContentFiles, findings: Finding[]): Promise<Policy[]> {
  const policies: Policy[] = [];
  for (const id of await files.names(FOLDER, '.md')) {
    const file = `${FOLDER}/${id}.md`;
    const parts = await files.markdown(file);
    const about = parts === null ? null : check(policySchema, parts.data, file, findings);
    if (parts === null || about === null) continue;
    const { html, headings, refused } = renderMarkdown(parts.body);
    findings.push(...refused.map((message) => ({ file, field: null, message })));
    const sections = headings.filter(({ level }) => level <= SECTION_LEVEL).map(({ text }) => text);
    const expected = POLICY_SECTIONS.join(', ');
    if (refused.length === 0 && sections.join(', ') !== expected) {
      const message = `expected the sections ${expected}, found ${sections.join(', ') || 'none'}`;
      findings.push({ file, field: null, message });
    }
    policies.push({ ...about, id, markdown: parts.body, html, headings });
  }
  return policies;
}
