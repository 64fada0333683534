import type { Kind } from './kinds.ts';

/** An event as its row has it. */
export interface RecordedEvent {
  readonly id: number;
  readonly at: number;
  readonly type: string;
  readonly object: string;
  /** JSON. */
  readonly detail: string;
}

/** What of an event's facts is told. Whatever a new event holds besides stays inside until it is named here. */
export const TOLD = [
  'report',
  'revision',
  'grant',
  'basis',
  'acceptance',
  'expires',
  'template',
  'topics',
  'kind',
] as const;

/**
 * The body of a message about an event: ids and facts, never a name or an address; nor who did it.
 *
 * @param kind - as what it is told
 * @param event - what happened
 */
export function messageBody(kind: Kind, event: RecordedEvent): string {
  const detail = JSON.parse(event.detail) as Record<string, unknown>;
  const facts = TOLD.filter((name) => isPlain(detail[name])).map((name) => [name, detail[name]]);
  return JSON.stringify({
    type: kind,
    timestamp: new Date(event.at).toISOString(),
    data: { event: event.type, id: event.object, ...Object.fromEntries(facts) },
  });
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
