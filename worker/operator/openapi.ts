import { z } from 'zod';
import { wantedRevocation } from '../access/revocations.ts';
import type { Filter } from '../console/lists/list.ts';
import { decided, wantedDenial, wantedRelease } from './decisions.ts';
import { LISTS, MOST_ROWS, rolesOf, USUAL_ROWS } from './lists.ts';
import type { Scope } from './token.ts';

/**
 * The operator's API as OpenAPI 3.1 has it, made of what the routes themselves read: the filters and columns of the lists, and
 * the schemas of the bodies.
 */

const JSON_TYPE = 'application/json';

/** A number that the API gives to a thing: 128 random bits in base64url, but for older records. */
const id = { type: 'string', maxLength: 64 } as const;
const milliseconds = { type: 'integer', description: 'Milliseconds since 1970-01-01, UTC.' } as const;

/** The schemas that more than one operation refers to. */
const SCHEMAS = {
  Problem: {
    description: 'What went wrong, and what to do (RFC 9457).',
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'instance'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'A sentence for whoever runs the program.' },
      instance: { type: 'string', description: 'Names this failure in our log.' },
    },
  },
  Decided: schemaOf(decided, 'output'),
  Revocation: {
    type: 'object',
    required: ['id', 'scope', 'target', 'total'],
    properties: {
      id,
      scope: { type: 'string' },
      target: { type: 'string' },
      total: { type: 'integer', description: 'Grants that there were to take back when it began.' },
      done: { type: 'integer', description: 'Grants that were taken back so far.' },
      created_at: milliseconds,
      finished_at: { ...milliseconds, type: ['integer', 'null'], description: 'Null as long as it goes on.' },
      lifted_at: {
        ...milliseconds,
        type: ['integer', 'null'],
        description: 'From when on those whom it struck may ask again.',
      },
      state: { const: 'proposed', description: 'Only where a second person has to agree.' },
      proposal: { type: 'string', format: 'uri', description: 'The page on which they do.' },
    },
  },
} as const;

const PROBLEMS = {
  400: 'Something cannot be read; the sentence says what.',
  401: 'There is no token, or it works no more.',
  403: 'The token may not do this.',
  404: 'There is no such thing, or it is no longer kept.',
  409: 'It is decided or done already.',
  413: 'The body is larger than it may be, or its length is not announced.',
} as const;

interface Operation {
  readonly summary: string;
  readonly description?: string;
  /** One of them is enough; none for what anybody may ask. */
  readonly scopes?: readonly Scope[];
  readonly parameters?: readonly object[];
  readonly body?: object;
  readonly answer: object;
  readonly problems: readonly (keyof typeof PROBLEMS)[];
}

/**
 * The whole description.
 *
 * @param origin - where the API is, as https://trust.company.example
 * @returns a document of OpenAPI 3.1.1
 */
export function openApi(origin: string) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Operator API of the trust center',
      version: '1',
      summary: 'What the staff console shows and does, for programs.',
      description:
        'Every request brings a token that `trust token` makes. A field may be added to an answer at any time; none is taken away or changes its meaning within a version.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    security: [{ token: [] }],
    paths: {
      ...listPaths(),
      '/api/requests/{id}/release': {
        post: operation('releaseRequest', {
          summary: 'Release the report to whoever asks for it',
          description:
            'As a person on the staff does: the reader is told by mail. The token has to be made for somebody (`--for`), who may not be the reader.',
          scopes: ['decide'],
          parameters: [pathParameter('id', 'Of the request.')],
          body: jsonBody(schemaOf(wantedRelease)),
          answer: jsonAnswer('It is released.', reference('Decided')),
          problems: [400, 403, 404, 409, 413],
        }),
      },
      '/api/requests/{id}/deny': {
        post: operation('denyRequest', {
          summary: 'Deny a request, with a reason that the reader is told',
          scopes: ['decide'],
          parameters: [pathParameter('id', 'Of the request.')],
          body: jsonBody(schemaOf(wantedDenial)),
          answer: jsonAnswer('It is denied.', reference('Decided')),
          problems: [400, 403, 404, 409, 413],
        }),
      },
      '/api/revocations': {
        post: operation('revoke', {
          summary: 'Take access back: of a grant, a person, a company, a report version, a report, or all',
          description:
            'Where a second person has to agree, the answer is a proposal, unless `emergency` is set. Sent again with the same `id`, it is one act.',
          scopes: ['revoke'],
          body: jsonBody(schemaOf(wantedRevocation)),
          answer: jsonAnswer('It has begun, or is proposed, or was only counted.', {
            ...SCHEMAS.Revocation,
            required: ['scope', 'target', 'total'],
          }),
          problems: [400, 403, 404, 409, 413],
        }),
      },
      '/api/revocations/{id}': {
        get: operation('getRevocation', {
          summary: 'How far a revocation has come',
          scopes: ['revoke'],
          parameters: [pathParameter('id', 'Of the revocation.')],
          answer: jsonAnswer('The revocation.', reference('Revocation')),
          problems: [403, 404],
        }),
      },
      '/api/revocations/{id}/lift': {
        post: operation('liftRevocation', {
          summary: 'Let those whom a revocation struck ask again',
          scopes: ['revoke'],
          parameters: [pathParameter('id', 'Of the revocation.')],
          answer: jsonAnswer('The revocation.', reference('Revocation')),
          problems: [403, 404, 409],
        }),
      },
      ...versionPaths(),
      '/api/promise': {
        get: operation('getPromise', {
          summary: 'How long readers took to have a report, and how many wait',
          answer: jsonAnswer('Counted over the last days.', { type: 'object' }),
          problems: [],
        }),
      },
      '/api/openapi.json': {
        get: operation('getOpenApi', {
          summary: 'This description',
          answer: jsonAnswer('A document of OpenAPI 3.1.', { type: 'object' }),
          problems: [],
        }),
      },
    },
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'trust_ and 43 characters',
          description: 'From `trust token --name NAME --scope SCOPE`.',
        },
      },
      schemas: SCHEMAS,
    },
  };
}

/** The lists, and one entry of those that can be asked for by id. */
function listPaths(): Record<string, object> {
  const paths: Record<string, object> = {};
  const onlyReading = { staff: rolesOf(['read']), now: 0 };
  for (const [name, list] of Object.entries(LISTS)) {
    const { lead, filters, columns } = list.describe({ staff: rolesOf(['decide']), now: 0 });
    const toAll = list.describe(onlyReading).filters.map((filter) => filter.name);
    const entry = {
      type: 'object',
      required: columns.map(({ key }) => key),
      properties: Object.fromEntries(
        columns.map(({ key, label }) => [key, { type: ['string', 'integer', 'null'], description: label }]),
      ),
    };
    const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    paths[`/api/${name}`] = {
      get: operation(`list${title}`, {
        summary: `List ${name}, the newest first`,
        description: `${lead} The fields are those of the console’s exports. A token of the scope read sees addresses in part; one of the scope decide sees them whole.`,
        scopes: ['read', 'decide'],
        parameters: [
          ...filters.map((filter) => parameterOf(filter, toAll.includes(filter.name))),
          {
            name: 'limit',
            in: 'query',
            description: 'Entries of a page.',
            schema: { type: 'integer', minimum: 1, maximum: MOST_ROWS, default: USUAL_ROWS },
          },
          {
            name: 'after',
            in: 'query',
            description: 'Where the page begins: follow `next`, and do not make one up.',
            schema: { type: 'string' },
          },
        ],
        answer: {
          ...jsonAnswer('A page.', {
            type: 'object',
            required: ['items', 'next'],
            properties: {
              items: { type: 'array', items: entry },
              next: {
                type: ['string', 'null'],
                description: 'The address of the next page; null at the end.',
              },
            },
          }),
          headers: {
            Link: {
              description: 'The next page (RFC 8288), where there is one.',
              schema: { type: 'string' },
            },
          },
        },
        problems: [400, 403],
      }),
    };
    if (filters.some((filter) => filter.name === 'id') && name in WITH_ENTRIES)
      paths[`/api/${name}/{id}`] = {
        get: operation(`get${title}Entry`, {
          summary: `One of the ${name}`,
          scopes: ['read', 'decide'],
          parameters: [pathParameter('id', 'As the list has it.')],
          answer: jsonAnswer('The entry.', entry),
          problems: [403, 404],
        }),
      };
  }
  return paths;
}

/** Lists of which one entry has an address of its own. */
const WITH_ENTRIES: Readonly<Record<string, true>> = { requests: true, grants: true, people: true };

function parameterOf(filter: Filter, forAll: boolean): object {
  const limited = forAll ? '' : ' Only for a token of the scope decide.';
  const schema =
    filter.kind === 'choice'
      ? { type: 'string', enum: filter.options.map(([value]) => value) }
      : filter.kind === 'since' || filter.kind === 'until'
        ? { type: 'string', format: 'date' }
        : { type: 'string', maxLength: 320 };
  const said = filter.kind === 'prefix' ? `${filter.label} begins with` : filter.label;
  return { name: filter.name, in: 'query', description: `${said}.${limited}`, schema };
}

/** What `trust publish` does, in the order in which it does it. */
function versionPaths(): Record<string, object> {
  const report = pathParameter('report', 'Its id, as content/reports/ has it.');
  const revision = pathParameter('revision', 'SHA-256 of the prepared version, in hexadecimal.');
  const done = jsonAnswer('It is done.', { type: 'object' });
  const manifest = jsonBody({ type: 'object', description: 'See docs/formats/marks.md.' });
  const bytes = { required: true, content: { 'application/octet-stream': { schema: {} } } };
  const digest = {
    name: 'Content-Digest',
    in: 'header',
    required: true,
    description: '`sha-256=:…:` of the bytes (RFC 9530).',
    schema: { type: 'string' },
  };
  const scopes = ['publish'] as const;
  const version = `/api/reports/{report}/versions/{revision}`;
  return {
    '/api/reports/{report}/versions': {
      post: operation('beginVersion', {
        summary: 'Announce a prepared version: how far it is, and how to send it',
        scopes,
        parameters: [report],
        body: manifest,
        answer: jsonAnswer('How to go on.', {
          type: 'object',
          required: ['revision', 'state', 'mostPutBytes', 'partBytes'],
          properties: {
            revision: { type: 'string' },
            state: { type: 'string', enum: ['new', 'stored', 'live'] },
            mostPutBytes: { type: 'integer' },
            partBytes: { type: 'integer' },
          },
        }),
        problems: [400, 403, 404, 413],
      }),
    },
    [`${version}/head`]: {
      put: operation('putHead', {
        summary: 'Send the head, which is marked for each reader',
        scopes,
        parameters: [report, revision, digest],
        body: bytes,
        answer: done,
        problems: [400, 403, 404, 409, 413],
      }),
    },
    [`${version}/body`]: {
      put: operation('putBody', {
        summary: 'Send the body, which all readers share',
        scopes,
        parameters: [report, revision, digest],
        body: bytes,
        answer: done,
        problems: [400, 403, 404, 409, 413],
      }),
    },
    [`${version}/parts`]: {
      post: operation('beginParts', {
        summary: 'Send a long body in parts instead',
        scopes,
        parameters: [report, revision],
        answer: jsonAnswer('The upload.', {
          type: 'object',
          required: ['upload'],
          properties: { upload: { type: 'string' } },
        }),
        problems: [403, 404, 409],
      }),
    },
    [`${version}/parts/{number}`]: {
      put: operation('putPart', {
        summary: 'Send one part',
        scopes,
        parameters: [
          report,
          revision,
          pathParameter('number', 'From 1 on.'),
          { name: 'upload', in: 'query', required: true, schema: { type: 'string' } },
        ],
        body: bytes,
        answer: jsonAnswer('The part, to be named at the end.', {
          type: 'object',
          required: ['partNumber', 'etag'],
          properties: { partNumber: { type: 'integer' }, etag: { type: 'string' } },
        }),
        problems: [400, 403, 404, 409, 413],
      }),
    },
    [`${version}/complete`]: {
      post: operation('completeVersion', {
        summary: 'Have it read back, compared and recorded',
        scopes,
        parameters: [report, revision],
        body: manifest,
        answer: done,
        problems: [400, 403, 404, 409, 413],
      }),
    },
    '/api/reports/{report}/live': {
      post: operation('publishVersion', {
        summary: 'Give this version to readers from now on, or propose it to a second person',
        scopes,
        parameters: [report],
        body: jsonBody({
          type: 'object',
          required: ['revision'],
          properties: { revision: { type: 'string' } },
          additionalProperties: false,
        }),
        answer: jsonAnswer('It is live, or proposed.', {
          type: 'object',
          required: ['revision', 'state'],
          properties: {
            revision: { type: 'string' },
            state: { type: 'string', enum: ['live', 'proposed'] },
            proposal: { type: 'string', format: 'uri' },
          },
        }),
        problems: [400, 403, 404, 409, 413],
      }),
    },
  };
}

function operation(operationId: string, wanted: Operation): object {
  const { summary, description, scopes, parameters, body, answer, problems } = wanted;
  const refused = scopes ? [401, ...problems] : problems;
  return {
    operationId,
    summary,
    ...(description ? { description } : {}),
    // The scopes of a bearer token are named for those who read this; OpenAPI has had them for `http` since 3.1.
    security: scopes ? scopes.map((scope) => ({ token: [scope] })) : [],
    ...(parameters ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: {
      200: answer,
      ...Object.fromEntries(
        refused.map((status) => [
          status,
          {
            description: PROBLEMS[status as keyof typeof PROBLEMS],
            content: { 'application/problem+json': { schema: reference('Problem') } },
          },
        ]),
      ),
    },
  };
}

const reference = (name: keyof typeof SCHEMAS) => ({ $ref: `#/components/schemas/${name}` });

const pathParameter = (name: string, description: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: id,
});

const jsonBody = (schema: object) => ({ required: true, content: { [JSON_TYPE]: { schema } } });

const jsonAnswer = (description: string, schema: object) => ({
  description,
  content: { [JSON_TYPE]: { schema } },
});

/** A schema of ours as JSON Schema 2020-12, which is OpenAPI's own since 3.1. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'input'): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
