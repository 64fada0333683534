import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { WorkerProcess } from '../test/support/worker-process.ts';
import { download } from './download.ts';
import { trust } from './jobs.ts';
import type { Ways } from './turns.ts';

export const REPORT = 'soc2-type2';

/**
 * Publishes a report as an operator does.
 *
 * @param worker - where
 * @param token - an operator token
 * @param file - the PDF
 * @param headers - of the reader's requests
 * @returns the three ways that its body is sent: the object alone, the object after the gate, the reader's copy
 */
export async function publishReport(
  worker: WorkerProcess,
  token: string,
  file: string,
  headers: Record<string, string>,
): Promise<Ways<'raw' | 'gated' | 'marked'>> {
  const { origin } = worker;
  const said = await trust(['publish', file, '--report', REPORT, '--url', origin], token);
  const revision = /revision: ([0-9a-f]{64})/.exec(said)?.[1] ?? '';
  const key = `reports/${REPORT}/${revision}/body`;
  // A body that was sent in parts stays in parts in the local bucket, whose reading of them costs a hundred times more.
  const etag = await (await fetch(`${origin}/api/raw/${key}`, { method: 'POST' })).text();
  worker.sql(`UPDATE report_versions SET body_etag = '${etag}' WHERE revision = '${revision}'`);
  const path = `/access/${REPORT}/file`;
  return {
    raw: () => download(`${origin}/api/raw/${key}`),
    gated: () => download(`${origin}/api/gated/${key}`, { ...headers, 'X-Gate': path }),
    marked: () => download(`${origin}${path}`, headers),
  };
}

/** Stores a file as it is, for the libraries that load it whole. */
export async function storeSource(origin: string, file: string): Promise<string> {
  const { size } = await stat(file);
  const response = await fetch(`${origin}/api/raw/source/${size}`, {
    method: 'POST',
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    headers: { 'Content-Length': String(size) },
    duplex: 'half',
  } as RequestInit);
  if (!response.ok) throw new Error(`storing the source answered ${response.status}`);
  return `source/${size}`;
}
