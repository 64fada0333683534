import { macOf } from '../mac.ts';

/**
 * The hash under which a code is stored: keyed (HMAC-SHA-256) and bound to its confirmation, because eight digits alone
 * could be found by trying all of them against a copy of the table.
 *
 * @param secret - SESSION_SECRET
 * @param confirmationId - which confirmation's code
 * @param code - eight digits
 * @returns lower-case hex
 */
export async function hashOfCode(secret: string, confirmationId: string, code: string): Promise<string> {
  return await macOf(secret, `code\n${confirmationId}\n${code}`);
}

/**
 * The code in what somebody typed: spaces and hyphens between the digits are forgiven, other scripts' digits are read.
 *
 * @param typed - attacker-controlled
 * @returns eight ASCII digits, or null
 */
export function readCode(typed: string): string | null {
  const digits = typed.slice(0, 64).normalize('NFKC').replace(/[\s-]/g, '');
  return /^[0-9]{8}$/.test(digits) ? digits : null;
}
