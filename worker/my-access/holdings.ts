/**
 * Everything that the database holds about one reader, as data: which table, which of its columns under which name, and
 * which rows are theirs. A table or a column that is not named here fails a test that reads the migrations, so that
 * nobody can begin to keep something about people that "My access" does not show.
 */

/** What of a table is a reader's. In the SQL, ?1 is the person's id and ?2 their confirmed address, or null. */
interface Holding {
  readonly table: string;
  /** Column to the stable name in the export (docs/formats/my-access.md). */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that are left out, each with the reason. */
  readonly omitted?: Readonly<Record<string, string>>;
  /** SQL instead of the bare column. */
  readonly expressions?: Readonly<Record<string, string>>;
  readonly of: string;
  readonly order: string;
}

const OWN_REQUESTS = 'SELECT id FROM requests WHERE person_id = ?1';
const OWN_GRANTS = 'SELECT id FROM grants WHERE person_id = ?1';
const OWN_ACCEPTANCES = 'SELECT id FROM acceptances WHERE person_id = ?1';
const OWN_SUBSCRIPTIONS = 'SELECT id FROM subscriptions WHERE address = ?2';
const OWN_INVITATIONS = 'SELECT id FROM invitations WHERE person_id = ?1 OR address = ?2';

/** SQL for one of several sets: D1 takes few parts of a UNION, and an index serves each of these. */
const among = (column: string, ...sets: readonly string[]): string =>
  `(${sets.map((set) => `${column} IN (${set})`).join(' OR ')})`;

/** The parts of the export that have rows of their own. */
export const holdings = {
  person: {
    table: 'people',
    columns: {
      id: 'id',
      kind: 'kind',
      issuer: 'issuer',
      subject: 'subject',
      address: 'address',
      address_unvouched: 'addressUnvouched',
      name: 'name',
      company: 'company',
      created_at: 'knownSince',
      erased_at: 'erasedAt',
      kept_until: 'keptUntil',
    },
    omitted: { words_at: 'since when our staff finds them by name' },
    of: 'id = ?1',
    order: 'id',
  },
  sessions: {
    table: 'sessions',
    columns: {
      id_hash: 'id',
      kind: 'kind',
      idp_sid: 'providerSession',
      claims: 'claims',
      created_at: 'startedAt',
      seen_at: 'usedAt',
      expires_at: 'endsAt',
    },
    omitted: { person_id: 'the reader', replaces: 'the hash of the session before this one' },
    of: 'person_id = ?1',
    order: 'created_at DESC',
  },
  requests: {
    table: 'requests',
    columns: {
      id: 'id',
      report_id: 'report',
      name: 'name',
      company: 'company',
      address: 'address',
      state: 'state',
      reason: 'reason',
      decided_by: 'decidedBy',
      rule: 'rule',
      rule_set: 'ruleSet',
      grant_days: 'grantDays',
      grant_downloads: 'grantDownloads',
      earlier_id: 'earlier',
      ip: 'ip',
      user_agent: 'userAgent',
      locale: 'language',
      created_at: 'madeAt',
      changed_at: 'changedAt',
    },
    omitted: {
      person_id: 'the reader; empty while the address was not confirmed',
      browser_hash: 'the hash of a random name that the browser holds',
    },
    expressions: {
      decided_by: "CASE WHEN decided_by IS NULL OR decided_by = 'rule' THEN decided_by ELSE 'staff' END",
    },
    of: 'person_id = ?1 OR (person_id IS NULL AND address = ?2)',
    order: 'created_at DESC, rowid DESC',
  },
  visits: {
    table: 'visits',
    columns: {
      id: 'id',
      address: 'address',
      locale: 'language',
      created_at: 'madeAt',
      confirmed_at: 'confirmedAt',
    },
    omitted: {
      person_id: 'the reader',
      browser_hash: 'the hash of a random name that the browser holds',
    },
    of: 'person_id = ?1 OR address = ?2',
    order: 'created_at DESC',
  },
  confirmations: {
    table: 'confirmations',
    columns: {
      id: 'id',
      request_id: 'request',
      visit_id: 'visit',
      address: 'address',
      tries: 'codesTried',
      created_at: 'sentAt',
      expires_at: 'endsAt',
      used_at: 'usedAt',
      used_by: 'usedBy',
    },
    omitted: { token_hash: 'a secret of the mail', code_hash: 'a secret of the mail' },
    of: `address = ?2 OR request_id IN (${OWN_REQUESTS})`,
    order: 'created_at DESC',
  },
  acceptances: {
    table: 'acceptances',
    columns: {
      id: 'id',
      request_id: 'request',
      nda_id: 'nda',
      nda_version: 'version',
      nda_sha256: 'sha256',
      evidence: 'evidence',
      accepted_at: 'acceptedAt',
      ends_at: 'endsAt',
      ended_at: 'endedAt',
      ended_by: 'endedBy',
    },
    omitted: { person_id: 'the reader' },
    of: 'person_id = ?1',
    order: 'accepted_at DESC',
  },
  grants: {
    table: 'grants',
    columns: {
      id: 'id',
      report_id: 'report',
      basis: 'basis',
      basis_detail: 'basisDetail',
      acceptance_id: 'acceptance',
      request_id: 'request',
      copy_id: 'copyId',
      mark: 'printed',
      starts_at: 'startsAt',
      expires_at: 'endsAt',
      given_until: 'givenUntil',
      revoked_at: 'revokedAt',
      revocation_id: 'revocation',
      quota: 'downloadsAllowed',
      quota_since: 'downloadsCountedSince',
      refunds: 'downloadsNotCounted',
      locale: 'language',
    },
    omitted: { person_id: 'the reader', domain: 'part of the reader’s address' },
    // The rest of a mark is these words as drawing instructions.
    expressions: { mark: "mark -> '$.reader'" },
    of: 'person_id = ?1',
    order: 'starts_at DESC',
  },
  downloads: {
    table: 'downloads',
    columns: {
      id: 'id',
      grant_id: 'grant',
      revision: 'revision',
      first_byte: 'firstByte',
      last_byte: 'lastByte',
      started_at: 'startedAt',
      ended_at: 'endedAt',
      outcome: 'outcome',
    },
    omitted: { report_id: 'the grant has it' },
    of: `grant_id IN (${OWN_GRANTS})`,
    order: 'started_at DESC',
  },
  revocations: {
    table: 'revocations',
    columns: {
      id: 'id',
      scope: 'scope',
      message: 'message',
      created_at: 'madeAt',
      lifted_at: 'liftedAt',
    },
    omitted: {
      target: 'the reader, or what they share with others',
      actor: 'somebody on our staff, or a tool of ours',
      lifted_by: 'somebody on our staff, or a tool of ours',
      reason: 'our own words, which may speak of others',
      total: 'how many grants of all readers it was about',
      done: 'how many grants of all readers it ended',
      finished_at: 'when the last of these had ended',
    },
    of: "id IN (SELECT revocation_id FROM grants WHERE person_id = ?1) OR (scope = 'person' AND target = ?1)",
    order: 'created_at DESC',
  },
  invitations: {
    table: 'invitations',
    columns: {
      id: 'id',
      acceptance_id: 'acceptance',
      invited_by: 'invitedBy',
      address: 'address',
      person_id: 'person',
      evidence: 'evidence',
      invited_at: 'invitedAt',
      expires_at: 'endsAt',
      locale: 'language',
      joined_at: 'joinedAt',
      ended_at: 'endedAt',
      ended_by: 'endedBy',
    },
    // What a colleague left when they joined is theirs.
    expressions: {
      evidence: 'CASE WHEN person_id = ?1 THEN evidence END',
      person_id: "CASE WHEN person_id = ?1 THEN 'you' WHEN person_id IS NOT NULL THEN 'colleague' END",
      invited_by: "CASE WHEN invited_by = ?1 THEN 'you' ELSE 'colleague' END",
    },
    of: 'invited_by = ?1 OR person_id = ?1 OR address = ?2',
    order: 'invited_at DESC',
  },
  providerLogouts: {
    table: 'provider_logouts',
    columns: {
      id: 'id',
      issuer: 'issuer',
      kind: 'kind',
      subject: 'subject',
      sid: 'providerSession',
      issued_at: 'issuedAt',
      received_at: 'receivedAt',
    },
    omitted: { token_hash: 'the hash of what the identity provider sent' },
    of: `issuer = (SELECT issuer FROM people WHERE id = ?1) AND kind = (SELECT kind FROM people WHERE id = ?1)
      AND subject = (SELECT subject FROM people WHERE id = ?1)`,
    order: 'received_at DESC',
  },
  mails: {
    table: 'mails',
    columns: {
      id: 'id',
      template: 'kind',
      recipient: 'address',
      subject_id: 'about',
      state: 'state',
      tries: 'tries',
      created_at: 'wantedAt',
      sent_at: 'sentAt',
      message_id: 'messageId',
      bounced_at: 'cameBackAt',
      bounce: 'cameBackAs',
    },
    omitted: { next_at: 'when our mail server tries again', error: 'what our mail server said' },
    // Notices about a reader's requests go to staff, and are not theirs.
    of: `template <> 'notice' AND (recipient = ?2
      OR ${among('subject_id', OWN_REQUESTS, OWN_ACCEPTANCES, OWN_GRANTS, OWN_INVITATIONS)})`,
    order: 'created_at DESC',
  },
  subscriptions: {
    table: 'subscriptions',
    columns: { id: 'id', address: 'address', locale: 'language', confirmed_at: 'confirmedAt' },
    of: 'address = ?2',
    order: 'id',
  },
  subscriptionTopics: {
    table: 'subscription_topics',
    columns: { topic: 'topic', subscription_id: 'subscription', since: 'since' },
    of: `subscription_id IN (${OWN_SUBSCRIPTIONS})`,
    order: 'topic',
  },
  subscriptionRequests: {
    table: 'subscription_requests',
    columns: {
      id: 'id',
      address: 'address',
      topics: 'topics',
      locale: 'language',
      created_at: 'madeAt',
      expires_at: 'endsAt',
    },
    omitted: { token_hash: 'a secret of the mail' },
    of: 'address = ?2',
    order: 'created_at DESC',
  },
  events: {
    table: 'events',
    columns: { id: 'id', at: 'at', type: 'type', actor: 'actor', object: 'object', detail: 'detail' },
    expressions: { actor: "CASE actor WHEN ?1 THEN 'you' WHEN 'system' THEN 'system' ELSE 'us' END" },
    of: `actor = ?1 OR object = ?1 OR ${among(
      'object',
      OWN_REQUESTS,
      OWN_ACCEPTANCES,
      OWN_GRANTS,
      OWN_INVITATIONS,
      'SELECT id FROM visits WHERE person_id = ?1 OR address = ?2',
      OWN_SUBSCRIPTIONS,
      `SELECT id FROM downloads WHERE grant_id IN (${OWN_GRANTS})`,
    )}`,
    order: 'id',
  },
} satisfies Record<string, Holding>;

/** Tables that hold nothing to show a reader, each with the reason. */
export const notHeld: Readonly<Record<string, string>> = {
  logins: 'hashes of sign-ins that were finished, for a day; they name nobody',
  counters: 'uses of keys that are hashes or ids, for a day after their window',
  report_versions: 'prepared reports, without a reader',
  report_pointers: 'which version is live',
  announcements: 'which versions went live, without a reader',
  rule_sets: 'the rules by which we decide; a decision about a reader names its rule',
  operator_tokens: 'our own tools',
  suppressions: 'hashes of addresses from which mail came back; the mails say so',
  news: 'what stood on the site and when, without a reader',
  webhook_endpoints: 'our own tools',
  webhook_deliveries: 'which events were passed on to our own tools; the events are shown',
  activity_days: 'how many there were of each thing in a day, without a reader',
  activity_counted: 'which days were counted',
  people_words: 'the words of name, company and domain, which are shown, for our own search',
  staff_roles: 'what our own staff may do',
  held_forms: 'what somebody on our staff was about to send, for half an hour',
  proposals: 'what somebody on our staff wants done; what is done shows in the other parts',
};

type Part = keyof typeof holdings;
export type Row = Readonly<Record<string, unknown>>;
export type Held = Readonly<Record<Part, readonly Row[]>>;

/** Whose holdings: by id, and by the address only where its owner confirmed it to us. */
export interface Holder {
  readonly id: string;
  readonly confirmedAddress: string | null;
}

/**
 * Reads everything that is held about a reader, at one moment.
 *
 * @param db - primary database session
 * @param holder - who
 * @param most - rows of each part, in its order; all of them without
 */
export async function readHoldings(
  db: D1DatabaseSession,
  { id, confirmedAddress }: Holder,
  most = -1,
): Promise<Held> {
  const parts = Object.entries<Holding>(holdings);
  const results = await db.batch<Row>(
    parts.map(([, holding]) => db.prepare(selectOf(holding)).bind(id, confirmedAddress, most)),
  );
  return Object.fromEntries(
    parts.map(([name], index) => [name, results[index]?.results ?? []]),
  ) as unknown as Held;
}

/** The statement that reads one part. ?3 is how many rows at most, -1 for all. */
export function selectOf({ table, columns, expressions, of, order }: Holding): string {
  const list = Object.entries(columns).map(
    ([column, name]) => `${expressions?.[column] ?? column} AS "${name}"`,
  );
  // Both parameters have to occur, whether the rows are found by both or not.
  return `SELECT ${list.join(', ')} FROM ${table} WHERE (${of}) AND (?1 IS NOT NULL OR ?2 IS NOT NULL) ORDER BY ${order} LIMIT ?3`;
}
