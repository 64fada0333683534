/**
 * The closed set of failures. Each has a status and plain words for the stranger; what really happened goes to the log,
 * under the correlation id that the stranger is shown. A new failure does not compile until it has an answer here.
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

/** What a stranger is told about a failure. */
export interface Problem {
  readonly status: ProblemStatus;
  readonly title: string;
  /** One sentence that says what to do. */
  readonly detail: string;
}

/**
 * Thrown wherever a request cannot be served; caught once, at the top.
 *
 * `detail` replaces the standard sentence and is shown to the stranger: it never contains anything that they did not
 * already know. `cause` is for the log alone.
 */
export class Failure extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly headers: Record<string, string>;

  constructor(
    code: ProblemCode,
    options: { detail?: string; cause?: unknown; headers?: Record<string, string> } = {},
  ) {
    super(code, { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.headers = options.headers ?? {};
  }
}

/**
 * The public face of a failure.
 *
 * @param code - one of the closed set
 */
export function problem(code: ProblemCode): Problem {
  switch (code) {
    case 'bad-request':
      return at(400, 'That request cannot be read', 'Go back, check what was entered, and send it again.');
    case 'signed-out':
      return at(
        401,
        'You are signed out',
        'Start again from the report’s page; nothing that you agreed to is lost.',
      );
    case 'operator-token':
      return at(
        401,
        'That token is not accepted',
        'Make a new one with `trust token` and send it as `Authorization: Bearer …`.',
      );
    case 'login-failed':
      return at(401, 'You are not signed in', 'The sign-in did not finish. Please start it again.');
    case 'sign-in-again':
      return at(
        401,
        'Prove once more that it is you',
        'What you were about to do needs a recent sign-in: sign in again, then do it once more.',
      );
    case 'forbidden':
      return at(403, 'This is not open to you', 'Sign in with an account that may see it, or write to us.');
    case 'cross-site':
      return at(403, 'That came from another site', 'Open our page yourself and send the form from there.');
    case 'grant-expired':
      return at(
        403,
        'Your access has ended',
        'Ask for the report again from its page; it takes about a minute.',
      );
    case 'grant-revoked':
      return at(403, 'Your access was withdrawn', 'Write to us if you think that this is a mistake.');
    case 'grant-not-begun':
      return at(403, 'Your access has not begun', 'Come back on the day that you were told.');
    case 'download-quota':
      return at(403, 'You have no download left', 'Use a copy that you have, or write to us.');
    case 'report-withdrawn':
      return at(
        403,
        'This report is not handed out at present',
        'Your access goes on: come back when there is another version, or write to us.',
      );
    case 'not-found':
      return at(404, 'There is nothing here', 'Check the address, or start from the list of reports.');
    case 'method-not-allowed':
      return at(405, 'That is not how this works', 'Open the page and use its buttons.');
    case 'conflict':
      return at(
        409,
        'Something changed meanwhile',
        'Reload the page to see how things stand, then try again.',
      );
    case 'precondition-failed':
      return at(412, 'There is another version now', 'Download the whole file again.');
    case 'too-large':
      return at(413, 'That is too large', 'Send less at once.');
    case 'range-not-satisfiable':
      return at(416, 'That part of the file does not exist', 'Download the whole file again.');
    case 'misdirected':
      return at(421, 'Wrong address', 'Open this site at its own address.');
    case 'too-many-requests':
      return at(429, 'Too many tries', 'Wait a few minutes, then try again.');
    case 'internal':
      return at(
        500,
        'Something went wrong here',
        'Try again; if it stays, write to us with the number below.',
      );
    case 'configuration':
      return at(
        503,
        'Not set up yet',
        'The operator has to finish the configuration: `trust doctor` says what is missing.',
      );
    case 'identity-provider-unavailable':
      return at(
        503,
        'Sign-in does not answer',
        'Try again in a few minutes, or confirm your work e-mail instead.',
      );
    case 'storage-unavailable':
      return at(503, 'Not available right now', 'Nothing was lost. Try again in a few minutes.');
  }
}

function at(status: ProblemStatus, title: string, detail: string): Problem {
  return { status, title, detail };
}
