import type { Company } from './company.ts';
import type { Finding } from './finding.ts';

/** What a text may leave to `content/company.yaml`: `{{company.name}}` and its like, so that a policy can be passed on. */
const VARIABLES: Readonly<Record<string, (company: Company) => string>> = {
  'company.name': ({ name }) => name,
  'company.legalName': ({ legalName }) => legalName,
  'company.domain': ({ domain }) => domain,
  'contacts.security': ({ contacts }) => contacts.security,
  'contacts.access': ({ contacts }) => contacts.access,
  'contacts.privacy': ({ contacts }) => contacts.privacy,
};

/** Anything that begins as a variable does, so that a slip is found and not printed. */
const BRACES = /\{\{(?:([^{}\n]*)\}\})?/g;

/** The names that may stand between the braces. */
const VARIABLE_NAMES: readonly string[] = Object.keys(VARIABLES);

/**
 * Fills a text's variables.
 *
 * @param text - the text, with names in double braces
 * @param company - whose values
 * @returns the text; what is no variable stays as it is
 */
export function fillVariables(text: string, company: Company): string {
  return text.replaceAll(BRACES, (all, name: string | undefined) => VARIABLES[name ?? '']?.(company) ?? all);
}

/**
 * Finds what looks like a variable and is none.
 *
 * @param text - the text
 * @param file - its file
 * @param field - its field; null for the body
 * @returns a finding for each
 */
export function unknownVariables(text: string, file: string, field: string | null): Finding[] {
  return [...text.matchAll(BRACES)]
    .filter(([, name]) => VARIABLES[name ?? ''] === undefined)
    .map(([all]) => ({
      file,
      field,
      message: `expected a variable such as {{company.name}} (${VARIABLE_NAMES.join(', ')}), found "${all}"`,
    }));
}
