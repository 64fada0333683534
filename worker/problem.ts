import type { Localised } from './localised.tsx';

/**
 * The closed set of failures. Each has a status, and plain words for the stranger in every language; what really happened goes to the log,
 * under the correlation id that the stranger is shown. A new failure does not compile until it has both.
 */
export type ProblemCode =
  | 'bad-request'
  | 'signed-out'
  | 'login-failed'
  | 'sign-in-again'
  | 'operator-token'
  | 'forbidden'
  | 'cross-site'
  | 'grant-expired'
  | 'grant-revoked'
  | 'grant-not-begun'
  | 'download-quota'
  | 'report-withdrawn'
  | 'not-found'
  | 'method-not-allowed'
  | 'conflict'
  | 'precondition-failed'
  | 'too-large'
  | 'range-not-satisfiable'
  | 'misdirected'
  | 'too-many-requests'
  | 'internal'
  | 'configuration'
  | 'identity-provider-unavailable'
  | 'storage-unavailable';

type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 416 | 421 | 429 | 500 | 503;

/**
 * Thrown wherever a request cannot be served; caught once, at the top.
 *
 * `detail` replaces the standard sentence and is shown to the stranger, in the reader's language where it is taken from the
 * catalogue: it never contains anything that they did not already know. `cause` is for the log alone.
 */
export class Failure extends Error {
  readonly code: ProblemCode;
  readonly detail: Detail | undefined;
  readonly headers: Record<string, string>;
  /** Of sign-in-again: where it leads back to. A path of ours. */
  readonly returnTo: string | undefined;

  constructor(
    code: ProblemCode,
    options: {
      detail?: Detail;
      cause?: unknown;
      headers?: Record<string, string>;
      returnTo?: string;
    } = {},
  ) {
    super(code, { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.headers = options.headers ?? {};
    this.returnTo = options.returnTo;
  }
}

/** A sentence for staff and programs, in English; for readers, the one that their catalogue has. */
export type Detail = string | ((words: Localised) => string);

/** The sentence that a failure's reader is told, in their language. */
export function detailIn({ code, detail }: Failure, words: Localised): string {
  if (detail === undefined) return words.m.problems[code].detail;
  return typeof detail === 'string' ? detail : detail(words);
}

/** The status of each failure; what a stranger is told stands in `messages/`. */
export const statusOf: Readonly<Record<ProblemCode, ProblemStatus>> = {
  'bad-request': 400,
  'signed-out': 401,
  'operator-token': 401,
  'login-failed': 401,
  'sign-in-again': 401,
  forbidden: 403,
  'cross-site': 403,
  'grant-expired': 403,
  'grant-revoked': 403,
  'grant-not-begun': 403,
  'download-quota': 403,
  'report-withdrawn': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'precondition-failed': 412,
  'too-large': 413,
  'range-not-satisfiable': 416,
  misdirected: 421,
  'too-many-requests': 429,
  internal: 500,
  configuration: 503,
  'identity-provider-unavailable': 503,
  'storage-unavailable': 503,
};
