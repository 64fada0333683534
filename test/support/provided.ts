import type {} from 'vitest';

declare module 'vitest' {
  /** What `providers.ts` and `mail-servers.ts` tell the Worker's tests. */
  interface ProvidedContext {
    /** Variables of the Worker: where its mail goes, where it is read, and what fails on purpose. */
    mailServers: Readonly<Record<'SMTP_PORT' | 'TEST_MAILBOX' | 'TEST_FAULTY_SMTP_PORT', string>>;
    /** The demo's provider: a real one. */
    realIssuer: string;
    /** The provider that says what a test tells it to. */
    scriptedProvider: string;
  }
}

/** What to answer to requests for one path. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Sends this many bytes of white space first. */
  readonly padding?: number;
  /** Never ends: before the headers, or in the middle of the body. */
  readonly stall?: 'headers' | 'body';
  /** Hangs up after the body, as if more were to come; with a Content-Length that is too long, or in chunks. */
  readonly cut?: boolean;
  /** Takes the request, and hangs up. */
  readonly lost?: boolean;
}

/** A request that was seen. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}
