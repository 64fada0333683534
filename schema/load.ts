import { authorsSchema } from './authors.ts';
import { iso } from './calendar.ts';
import { companySchema } from './company.ts';
import type { Content } from './content.ts';
import { datedControls, vendorDates } from './dated-controls.ts';
import { check, fieldName, unknownId } from './explain.ts';
import { ContentFiles } from './files.ts';
import { ContentError, type Finding } from './finding.ts';
import { loadAccess } from './load-access.ts';
import { loadControls } from './load-controls.ts';
import { loadNda } from './load-nda.ts';
import { loadPolicies } from './load-policies.ts';
import { loadPolicyRecords } from './load-policy-records.ts';
import { loadPromise } from './load-promise.ts';
import { loadQuestions } from './load-questions.ts';
import { loadRecords } from './load-records.ts';
import { loadReports, loadSupersededReports } from './load-reports.ts';
import { loadSecurity } from './load-security.ts';
import { loadUpdates } from './load-updates.ts';
import { loadVendors } from './load-vendors.ts';
import type { Policy } from './policies.ts';
import type { PolicyRecord } from './policy-records.ts';
import type { Security } from './security.ts';
import { otherHoldersOf, subprocessorsOf, vendorNumbers } from './subprocessors.ts';

/**
 * Reads and checks everything the company says.
 *
 * @param root - the project's root, the folder that holds `content/`
 * @param today - the day for which to reckon what is due, overdue or uncovered
 * @returns the content, private rules included: give the site {@link publicView} of it
 * @throws {@link ContentError} with everything that is wrong, not only the first
 */
export async function loadContent(root: string, today: string = iso(Date.now())): Promise<Content> {
  const findings: Finding[] = [];
  const files = new ContentFiles(root, findings);

  const company = await read(files, 'content/company.yaml', companySchema, findings);
  if (company && company.founded > today) {
    const message = `expected a day that has come, today is ${today}, found "${company.founded}"`;
    findings.push({ file: 'content/company.yaml', field: 'founded', message });
  }
  const authors = (await files.namesIfAny('content', '.yaml')).includes('authors')
    ? await read(files, 'content/authors.yaml', authorsSchema, findings)
    : {};
  const { reports, ids } = await loadReports(files, root, today, findings);
  const gated = reports.filter(({ access }) => access !== 'public').map(({ id }) => id);
  const knownGated = reports.length === ids.length ? gated : null;
  const access = await loadAccess(files, knownGated, findings);
  const promise = await loadPromise(files, company, knownGated, today, findings);
  const nda = await loadNda(files, company, findings);
  const { policies, ids: policyIds } = await loadPolicies(files, company, findings);
  const policyRecords = await loadPolicyRecords(files, findings);
  const formerIds = formerIdsOf(policies, policyRecords);
  const supersededReports = await loadSupersededReports(files, ids, findings);
  const security = await loadSecurity(files, ids, today, findings);
  const { records, ids: recordIds } = await loadRecords(files, today, findings);
  const areas = security?.areas.map(({ id }) => id) ?? null;
  const { controls, ids: controlIds } = await loadControls(
    files,
    { areas, policies, policyIds, formerIds, records, recordIds, today },
    findings,
  );
  findings.push(...unknownControls(security, controlIds));
  const register = await loadVendors(files, today, findings);
  const founded = company?.founded ?? null;
  const questions = await loadQuestions(
    files,
    { controlIds, policyIds, formerIds, founded, today },
    findings,
  );
  const updates = await loadUpdates(files, { founded, today }, findings);
  await files.unread('content');

  if (findings.length > 0 || !company || !authors || !access || !nda || !security || !register) {
    throw new ContentError(findings);
  }
  const { vendors, rules: vendorRules } = register;
  return {
    today,
    company,
    reports,
    supersededReports,
    nda,
    policies,
    security,
    controls: datedControls(controls, 'vendors', vendorDates(vendors), today),
    subprocessors: subprocessorsOf(vendors, today),
    otherHolders: otherHoldersOf(vendors),
    vendorNumbers: vendorNumbers(vendors, today),
    vendorRules,
    questions,
    updates,
    promise,
    access,
    vendors,
    policyRecords,
    authors,
    links: files.links,
  };
}

/** The policies that had another id before, by that: records keep the id, and name the text. */
function formerIdsOf(
  policies: readonly Policy[],
  records: readonly PolicyRecord[],
): ReadonlyMap<string, string> {
  return new Map(
    records.flatMap(({ policy, blob }): [string, string][] => {
      const now = policies.find((one) => one.blob === blob);
      return now && now.id !== policy ? [[policy, now.id]] : [];
    }),
  );
}

/** Claims of the security page that name a control there is not. */
function unknownControls(security: Security | null, ids: readonly string[]): Finding[] {
  return (security?.areas ?? []).flatMap(({ rows }, area) =>
    rows.flatMap(({ control }, row) => {
      if (control === undefined || ids.includes(control)) return [];
      const field = fieldName(['areas', area, 'rows', row, 'control'], security);
      const message = unknownId('the id of a control', control, ids);
      return [{ file: 'content/security.yaml', field, message }];
    }),
  );
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
