/**
 * The ledger's intake. An event is a statement for the same `db.batch()` as the row it speaks of, so that neither can
 * exist without the other; it is never written alone after the fact.
 */
export interface Event {
  readonly at: number;
  /** `noun.verb`, past tense: `grant.made`, `download.started`. */
  readonly type: string;
  /** Who did it: a person's id, `operator:<token id>`, or `system`. */
  readonly actor: string;
  /** What it was done to: the id of a request, grant, download or report. */
  readonly object: string;
  /** Facts without personal data, as JSON. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * The statement that records an event.
 *
 * @param db - the database of the batch it goes into
 * @param event - what happened
 */
export function eventStatement(db: D1DatabaseSession, event: Event): D1PreparedStatement {
  return db
    .prepare('INSERT INTO events (at, type, actor, object, detail) VALUES (?1, ?2, ?3, ?4, ?5)')
    .bind(event.at, event.type, event.actor, event.object, JSON.stringify(event.detail ?? {}));
}

/**
 * Like {@link eventStatement}, but records only if the statement before it in the batch changed a row: for conditional
 * writes, of which the event must not tell when they did not happen.
 */
export function eventIfChanged(db: D1DatabaseSession, event: Event): D1PreparedStatement {
  return db
    .prepare(
      'INSERT INTO events (at, type, actor, object, detail) SELECT ?1, ?2, ?3, ?4, ?5 WHERE changes() > 0',
    )
    .bind(event.at, event.type, event.actor, event.object, JSON.stringify(event.detail ?? {}));
}
