import { type MailAddress, parseMailAddress } from '../../core/mail-address.ts';
import type { Messages } from '../messages/en.ts';
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
 * @param words - in the reader's language
 * @returns the request, or one sentence for each field that has to be entered again
 */
export function validateRequest(
  entries: Entries,
  words: Messages['fields'],
): { request: ValidRequest } | { errors: Partial<Record<Field, string>> } {
  const errors: Partial<Record<Field, string>> = {};
  const name = plainLine(entries.name);
  const company = plainLine(entries.company);
  const address = parseMailAddress(entries.address);
  if (name === '') errors.name = words.nameMissing;
  else if (length(name) > LONGEST_LINE) errors.name = words.nameTooLong(LONGEST_LINE);
  if (company === '') errors.company = words.companyMissing;
  else if (length(company) > LONGEST_LINE) errors.company = words.companyTooLong(LONGEST_LINE);
  if (entries.address.trim() === '') errors.address = words.addressMissing;
  else if (!address) errors.address = words.addressWrong;
  if (Object.keys(errors).length > 0 || !address) return { errors };
  return { request: { name, company, address } };
}

const length = (text: string): number => Array.from(text).length;
