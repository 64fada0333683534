/**
 * What a refusal says of the recipient. Only some of them say that there is nobody: a server that has us on a blocklist,
 * or that relays nothing for us, answers 5xx to every RCPT, and says nothing about the mailbox.
 */

/**
 * Enhanced status codes by which a mailbox or its domain does not exist (RFC 3463 section 3.2, and 5.1.10 of RFC 7505).
 * 5.1.7 and 5.1.8 speak of the sender; 5.1.0, 5.1.4 and 5.1.5 leave it open.
 */
const NOBODY = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10']);

/** A reply without one that can mean nothing else: the domain takes no mail (RFC 7504 section 3). */
const TAKES_NO_MAIL = '556';

/**
 * Whether an enhanced status code says that there is no such mailbox.
 *
 * @param status - as in `5.1.1`
 */
export function meansNobody(status: string): boolean {
  return NOBODY.has(status);
}

/**
 * Whether a server's reply to RCPT says so. Without an enhanced code 550, 551 and 553 may mean a policy just as well.
 *
 * @param reply - as it came, with its three digits
 */
export function repliesNobody(reply: string): boolean {
  const [, code, status] = /^(\d{3})[ -](?:(\d\.\d{1,3}\.\d{1,3})\b)?/.exec(reply) ?? [];
  return status === undefined ? code === TAKES_NO_MAIL : meansNobody(status);
}
