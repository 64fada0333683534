import { accessSchema } from './access.ts';
import { companySchema } from './company.ts';
import type { Content } from './content.ts';
import { brokenLinks, type CrossLink } from './cross-links.ts';
import { check } from './explain.ts';
import { ContentFiles } from './files.ts';
import { ContentError, type Finding } from './finding.ts';
import { loadNda } from './load-nda.ts';
import { loadPolicies } from './load-policies.ts';
import { loadPolicyRecords } from './load-policy-records.ts';
import { loadReports } from './load-reports.ts';
import { loadSecurity } from './load-security.ts';

/**
 * Reads and checks everything the company says.
 *
 * @param root - the project's root, the folder that holds `content/`
 * @returns the content, private rules included: give the site {@link publicView} of it
 * @throws {@link ContentError} with everything that is wrong, not only the first
 */
export async function loadContent(root: string): Promise<Content> {
  const findings: Finding[] = [];
  const files = new ContentFiles(root, findings);

  const company = await read(files, 'content/company.yaml', companySchema, findings);
  const access = await read(files, 'content/access.yaml', accessSchema, findings);
  const { reports, ids } = await loadReports(files, root, findings);
  const nda = await loadNda(files, company, findings);
  const links: CrossLink[] = [];
  const { policies, ids: policyIds } = await loadPolicies(files, company, links, findings);
  const policyRecords = await loadPolicyRecords(files, findings);
  const security = await loadSecurity(files, ids, links, findings);
  findings.push(...brokenLinks(links, { policies, policyIds, reports: ids }));
  await files.unread('content');

  if (findings.length > 0 || !company || !access || !nda || !security) throw new ContentError(findings);
  return { company, reports, nda, policies, security, access, policyRecords };
}

async function read<Schema extends Parameters<typeof check>[0]>(
  files: ContentFiles,
  file: string,
  schema: Schema,
  findings: Finding[],
) {
  const data = await files.yaml(file);
  return data === undefined ? null : check(schema, data, file, findings);
}
