import { type MailAddress, parseMailAddress } from '../../core/mail-address.ts';
import { plainLine } from './plain-line.ts';

/** The fields of the form, in their order. */
export type Field = 'name' | 'company' | 'address';

/** What was entered, as it was entered. */
export type Entries = Readonly<Record<Field, string>>;

/** The form as it will be kept. */
export interface ValidRequest {
  readonly name: string;
  readonly company: string;
  readonly address: MailAddress;
}

const LONGEST_LINE = 300;

/**
 * Checks the form.
 *
 * @param entries - what was entered
 * @returns the request, or one sentence for each field that has to be entered again
 */
export function validateRequest(
  entries: Entries,
): { request: ValidRequest } | { errors: Partial<Record<Field, string>> } {
  const errors: Partial<Record<Field, string>> = {};
  const name = plainLine(entries.name);
  const company = plainLine(entries.company);
  const address = parseMailAddress(entries.address);
  if (name === '') errors.name = 'Enter your full name.';
  else if (length(name) > LONGEST_LINE) errors.name = `Use at most ${LONGEST_LINE} characters for your name.`;
  if (company === '') errors.company = 'Enter the company that you ask for.';
  else if (length(company) > LONGEST_LINE)
    errors.company = `Use at most ${LONGEST_LINE} characters for the company.`;
  if (entries.address.trim() === '') errors.address = 'Enter your work e-mail address.';
  else if (!address) errors.address = 'Enter an address such as name@company.com.';
  if (Object.keys(errors).length > 0 || !address) return { errors };
  return { request: { name, company, address } };
}

const length = (text: string): number => Array.from(text).length;
