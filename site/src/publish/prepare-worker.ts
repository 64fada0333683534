import type { Format } from '../../../core/formats/format.ts';
import { type PreparedReport, prepareReport } from '../../../core/formats/prepare-report.ts';
import type { PrepareOptions } from '../../../core/marks/prepare.ts';
import { PrepareRefusal, type RefusalReason } from '../../../core/marks/refusal.ts';
import { MAX_SOURCE_BYTES } from '../../../core/pdf/limits.ts';

/**
 * Prepares a file beside the page, with the lines that `trust publish` runs. Its response carries the policy of static
 * files, which lets it connect to nothing: the unmarked file goes in, and nothing of it comes out but what is posted.
 */

/** What the page asks. */
export interface PrepareRequest {
  readonly file: File;
  readonly format: Format;
  /** How the report is marked, and what whoever publishes agreed to. */
  readonly options: PrepareOptions;
}

/** What it is told: the result, or one sentence. */
export type PrepareAnswer =
  | { readonly prepared: PreparedReport }
  | { readonly refused: RefusalReason | 'unreadable' | 'crashed'; readonly sentence: string };

addEventListener('message', async ({ data }: MessageEvent<PrepareRequest>) => {
  try {
    answer({ prepared: await prepareFile(data) });
  } catch (error) {
    answer(refusalOf(error));
  }
});

async function prepareFile({ file, format, options }: PrepareRequest): Promise<PreparedReport> {
  if (file.size > MAX_SOURCE_BYTES) throw new PrepareRefusal('too-large');
  return await prepareReport(new Uint8Array(await file.arrayBuffer()), format, options);
}

/** Head and body are handed over, not copied. */
function answer(message: PrepareAnswer): void {
  const buffers = 'prepared' in message ? [message.prepared.head.buffer, message.prepared.body.buffer] : [];
  postMessage(message, { transfer: [...new Set(buffers)] as ArrayBuffer[] });
}

function refusalOf(error: unknown): PrepareAnswer {
  if (error instanceof PrepareRefusal) return { refused: error.reason, sentence: error.message };
  if (error instanceof DOMException)
    return {
      refused: 'unreadable',
      sentence: 'The file cannot be read: choose it again, or close the program that holds it.',
    };
  return {
    refused: 'crashed',
    sentence: `The file could not be prepared here (${String(error)}): use the command line, and report this.`,
  };
}
