import type { Config } from './config.ts';
import type { Localised } from './localised.tsx';
import type { Session } from './login/session.ts';

/** What every handler finds in its Hono context. */
export interface App {
  Bindings: Env;
  Variables: {
    config: Config;
    /** Shown to the stranger and written to the log with the same failure. */
    correlation: string;
    /** The request's one reading of the clock: milliseconds since 1970-01-01 UTC. */
    now: number;
    /** Reads and writes go to the primary: a revoked grant is never live on a replica. */
    db: D1DatabaseSession;
    /** What the reader is told, in their language. */
    words: Localised;
    /** Who is signed in, or null. Read once per request by the session middleware. */
    session: Session | null;
  };
}
