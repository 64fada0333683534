import PostalMime, { type Attachment } from 'postal-mime';

/**
 * A mail that a mail server sends back to say that it could not deliver one of ours: multipart/report with a part
 * message/delivery-status (RFC 3464; RFC 6533 for addresses outside ASCII) and, mostly, what it speaks of. Everything in it
 * is attacker-controlled: anybody can write such a mail.
 */
export interface DeliveryReport {
  /** What became of the one recipient: an enhanced status code such as `5.1.1`. */
  readonly status: string;
  /** The Message-ID of our mail, without angle brackets; null where the report names none. */
  readonly messageId: string | null;
}

const STATUS_TYPES: ReadonlySet<string> = new Set([
  'message/delivery-status',
  'message/global-delivery-status',
]);
const RETURNED_TYPES: ReadonlySet<string> = new Set([
  'message/rfc822',
  'message/global',
  'text/rfc822-headers',
  'message/global-headers',
]);

/** Parts within parts. A report has one level, and another one in the mail that it returns. */
const MOST_NESTED = 16;
const MOST_HEADER_BYTES = 256 * 1024;

/**
 * Reads a report of a delivery that failed.
 *
 * @param raw - the mail as it came
 * @returns null for any other mail, and for a report that the mail is late, was delivered or was relayed
 */
export async function readDeliveryReport(raw: Uint8Array): Promise<DeliveryReport | null> {
  const mail = await PostalMime.parse(raw, {
    forceRfc822Attachments: true,
    attachmentEncoding: 'utf8',
    maxNestingDepth: MOST_NESTED,
    maxHeadersSize: MOST_HEADER_BYTES,
  }).catch(() => null);
  const type = mail?.headers.find(({ key }) => key === 'content-type')?.value ?? '';
  if (!mail || !/^\s*multipart\/report\b/i.test(type)) return null;
  const textOf = (types: ReadonlySet<string>) =>
    String(mail.attachments.find(({ mimeType }: Attachment) => types.has(mimeType))?.content ?? '');
  const status = failureIn(textOf(STATUS_TYPES));
  if (status === null) return null;
  const returned = textOf(RETURNED_TYPES);
  const [headers = ''] = returned.split(/\r?\n\r?\n/, 1);
  return { status, messageId: messageIdIn(headers) ?? idOf(mail.inReplyTo ?? '') };
}

/** The status of the first recipient for whom delivery was given up, in a body of fields (RFC 3464 section 2.1). */
function failureIn(body: string): string | null {
  const [, ...recipients] = body.trim().split(/\r?\n(?:[ \t]*\r?\n)+/);
  for (const fields of recipients) {
    const field = (name: string) =>
      new RegExp(`^${name}:[ \\t]*(?:\\r?\\n[ \\t]+)?([^\\s(;]+)`, 'im').exec(fields)?.[1] ?? '';
    const status = /^[45]\.\d{1,3}\.\d{1,3}$/.exec(field('Status'))?.[0];
    if (field('Action').toLowerCase() === 'failed') return status ?? '5.0.0';
  }
  return null;
}

const messageIdIn = (headers: string): string | null =>
  idOf(/^message-id:((?:.|\r?\n[ \t])*)$/im.exec(headers)?.[1] ?? '');

const idOf = (text: string): string | null => /<([^<>\s]{1,200})>/.exec(text)?.[1] ?? null;
