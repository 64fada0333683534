import { inject } from 'vitest';
import type { ScriptedAnswer, SeenRequest } from '../support/provided.ts';

/** A server of a test's own, over real HTTP, that says what it is told to. */
export interface ScriptedServer {
  readonly url: string;
  /** What it says from now on, by path. */
  says(answers: Record<string, ScriptedAnswer>): Promise<void>;
  /** What was asked of it, oldest first. */
  seen(): Promise<SeenRequest[]>;
}

/** Opens one that nobody else talks to. */
export function scriptedServer(): ScriptedServer {
  const url = `${inject('scriptedProvider')}/${crypto.randomUUID()}`;
  return {
    url,
    async says(answers) {
      await fetch(`${url}/script`, { method: 'PUT', body: JSON.stringify(answers) });
    },
    async seen() {
      return (await (await fetch(`${url}/log`)).json()) as SeenRequest[];
    },
  };
}
