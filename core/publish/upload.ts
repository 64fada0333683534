import type { PreparedReport } from '../formats/prepare-report.ts';
import { type ApiClient, ApiError } from './api-client.ts';

/** How far the trust center has a version. */
type State = 'new' | 'stored' | 'live';

/** How an upload ended. */
export interface Uploaded {
  /** How far the version was before. */
  readonly before: State;
  /** The page on which a second person has to approve before readers get it; null where it is live. */
  readonly proposal: string | null;
}

/** Told before each step. */
export interface UploadStep {
  /** What is being done, in a line. */
  readonly line: string;
  /** Bytes that have arrived so far, and all there are. */
  readonly sent: number;
  readonly total: number;
}

/** A body under way in parts: storage's name for it, and what it answered for each. */
interface SentParts {
  readonly upload: string;
  readonly parts: unknown[];
}

/**
 * Brings a prepared report to the trust center and makes it the live one, in that order: whoever reads meanwhile has the
 * version that was live before. An upload that stopped is run again, and goes on with the part it had come to.
 */
export class Upload {
  readonly #client: ApiClient;
  readonly #report: string;
  readonly #prepared: PreparedReport;
  #parts: SentParts | null = null;

  /**
   * @param client - the trust center
   * @param report - id of a gated report
   * @param prepared - what to bring
   */
  constructor(client: ApiClient, report: string, prepared: PreparedReport) {
    this.#client = client;
    this.#report = report;
    this.#prepared = prepared;
  }

  /**
   * Sends what the trust center does not have yet.
   *
   * @param say - told each step
   * @param signal - stops it between any two bytes
   * @returns how far the version was before, and whether it is live now
   * @throws ApiError with one sentence; or what the signal was aborted with
   */
  async run(say: (step: UploadStep) => void, signal?: AbortSignal): Promise<Uploaded> {
    const { head, body, manifest } = this.#prepared;
    const { revision, length: total } = manifest;
    const version = `${this.#report}/versions/${revision}`;
    const { state, mostPutBytes, partBytes } = await this.#client.post<{
      state: State;
      mostPutBytes: number;
      partBytes: number;
    }>(`${this.#report}/versions`, manifest, signal);
    if (state === 'live') return { before: state, proposal: null };
    if (state === 'new') {
      say({ line: 'sending the head', sent: 0, total });
      await this.#client.put(`${version}/head`, head, signal);
      try {
        if (body.length > mostPutBytes) await this.#sendParts(version, partBytes, say, signal);
        else {
          say({ line: 'sending the body', sent: head.length, total });
          await this.#client.put(`${version}/body`, body, signal);
        }
        say({ line: 'having it checked', sent: total, total });
        await this.#client.post(`${version}/complete`, { manifest, ...this.#parts }, signal);
      } catch (error) {
        // Storage forgets parts that waited too long: the next run sends them anew.
        if (error instanceof ApiError && error.status === 409) this.#parts = null;
        throw error;
      }
    }
    const { proposal = null } = await this.#client.post<{ proposal?: string }>(
      `${this.#report}/live`,
      { revision },
      signal,
    );
    return { before: state, proposal };
  }

  async #sendParts(
    version: string,
    partBytes: number,
    say: (step: UploadStep) => void,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { head, body, manifest } = this.#prepared;
    this.#parts ??= {
      upload: (await this.#client.post<{ upload: string }>(`${version}/parts`, {}, signal)).upload,
      parts: [],
    };
    const { upload, parts } = this.#parts;
    const count = Math.ceil(body.length / partBytes);
    for (let i = parts.length; i < count; i++) {
      const line = `sending the body, part ${i + 1} of ${count}`;
      say({ line, sent: head.length + i * partBytes, total: manifest.length });
      const bytes = body.subarray(i * partBytes, (i + 1) * partBytes);
      const path = `${version}/parts/${i + 1}?upload=${encodeURIComponent(upload)}`;
      parts.push(await this.#client.put(path, bytes, signal));
    }
  }
}
