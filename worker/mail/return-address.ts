import type { Config } from '../config.ts';

/**
 * Where a mail comes back to, as the envelope's sender: MAIL_FROM; or MAIL_RETURN, with the mail's id as its tag, so that
 * what comes back says which mail it was even where it quotes nothing of it.
 *
 * @param config - the checked settings
 * @param mailId - which mail
 */
export function returnAddress({ MAIL_FROM, MAIL_RETURN }: Config, mailId: string): string {
  return MAIL_RETURN === '' ? MAIL_FROM : MAIL_RETURN.replace('@', `+${mailId}@`);
}

/**
 * The id that a return address has as its tag; null where it has none.
 *
 * @param address - the envelope's recipient of what came back; attacker-controlled
 */
export function returnedId(address: string): string | null {
  return /\+([A-Za-z0-9_-]{22,32})@/.exec(address)?.[1] ?? null;
}
