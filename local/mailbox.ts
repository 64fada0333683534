import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { letterPage, listPage } from './mailbox-pages.ts';

/** A mail as it arrived. */
export interface Letter {
  readonly id: number;
  readonly receivedAt: string;
  /** The envelope's recipients: what the sender asked the server to deliver to. */
  readonly recipients: readonly string[];
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  readonly html: string;
  /** Every header, in order, as it came. */
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** A mail server that delivers nowhere. */
export interface Mailbox {
  readonly smtpPort: number;
  /** Where the mails can be read. `mails.json` beneath it lists them for tests; `?to=` narrows it to one recipient. */
  readonly url: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const RELOAD_S = 3;
const MAX_LETTER_BYTES = 1_000_000;

/**
 * Starts a mail server that accepts everything and shows it on a web page, on the loopback address only.
 *
 * @param options - the two ports, where 0 takes any free one; how many mails are kept
 */
export async function startMailbox({
  smtpPort,
  httpPort,
  most = 500,
}: {
  smtpPort: number;
  httpPort: number;
  most?: number;
}): Promise<Mailbox> {
  const letters: Letter[] = [];
  let received = 0;

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MAX_LETTER_BYTES,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        try {
          const mail = await PostalMime.parse(Buffer.concat(chunks));
          letters.unshift({
            id: ++received,
            receivedAt: new Date().toISOString(),
            recipients: session.envelope.rcptTo.map(({ address }) => address),
            from: mail.from?.address ?? '',
            to: (mail.to ?? []).map(({ address }) => address ?? ''),
            subject: mail.subject ?? '',
            messageId: mail.messageId ?? '',
            text: mail.text ?? '',
            html: mail.html ?? '',
            headers: mail.headers.map(({ key, value }) => ({ key, value })),
          });
          letters.length = Math.min(letters.length, most);
          done();
        } catch (error) {
          done(error as Error);
        }
      });
    },
  });
  // A sender that goes away in mid-session is no reason to stop.
  smtp.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    smtp.server.once('error', reject);
    smtp.listen(smtpPort, HOST, resolve);
  });

  const web = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${HOST}`);
    const to = url.searchParams.get('to');
    const id = /^\/mails\/([1-9]\d*)$/.exec(url.pathname)?.[1];
    const letter = letters.find((entry) => String(entry.id) === id);
    const send = (status: number, type: string, body: string) =>
      response
        .writeHead(status, {
          'Content-Type': `${type}; charset=utf-8`,
          'Cache-Control': 'no-store',
          ...(url.pathname === '/' ? { Refresh: String(RELOAD_S) } : {}),
          'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'",
        })
        .end(body);
    if (request.method !== 'GET') send(405, 'text/plain', 'Only GET is understood here.\n');
    else if (url.pathname === '/') send(200, 'text/html', listPage(letters));
    else if (letter) send(200, 'text/html', letterPage(letter));
    else if (url.pathname === '/mails.json')
      send(
        200,
        'application/json',
        JSON.stringify(to === null ? letters : letters.filter(({ recipients }) => recipients.includes(to))),
      );
    else send(404, 'text/plain', 'There is no such mail.\n');
  });
  await new Promise<void>((resolve, reject) => {
    web.once('error', reject);
    web.listen(httpPort, HOST, resolve);
  });

  return {
    smtpPort: (smtp.server.address() as AddressInfo).port,
    url: `http://${HOST}:${(web.address() as AddressInfo).port}`,
    async close() {
      await new Promise<void>((resolve) => smtp.close(resolve));
      web.closeAllConnections();
      await new Promise((resolve) => web.close(resolve));
    },
  };
}
