import { createHash, randomBytes } from 'node:crypto';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { sqlIn } from '../support/local-database.ts';
import { ROUTES } from '../vectors/access-matrix.ts';

/** What the operator's API says of itself, against what it is. */

const running = inject('running');

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: object;
}
interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly responses: Record<string, { content: Record<string, { schema: object }> }>;
}

/** Spoken by mail services, identity providers and mailboxes, each with a standard or a document of its own. */
const OF_OTHERS = ['/api/mail/events', '/api/unsubscribe', '/api/backchannel-logout/:provider'];

let document: Document;
const secret = `trust_${randomBytes(32).toString('base64url')}`;
beforeAll(async () => {
  document = (await (await fetch(`${running.origin}/api/openapi.json`)).json()) as Document;
  const hash = createHash('sha256').update(secret).digest('hex');
  sqlIn(
    running.state,
    `INSERT INTO operator_tokens (id, name, token_hash, scopes, created_at, expires_at, made_for)
     VALUES ('${randomBytes(16).toString('base64url')}', 'described', '${hash}', 'decide revoke', 0, ${Date.now() + 3_600_000}, 'desk@staff.example')`,
  );
});

describe('the description of the operator’s API', () => {
  it('is sound by the schema of OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...document });
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it('has every operation that the Worker has below /api, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(
        (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      ),
    );
    const real = Object.keys(ROUTES).filter(
      (route) => / \/api\//.test(route) && !OF_OTHERS.some((path) => route.endsWith(` ${path}`)),
    );
    expect(described.toSorted()).toEqual(real.toSorted());
  });

  it('names each operation once, and wants a token for those that want one', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { path, method, security } of operations) {
      const route = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
      expect(security.length > 0, route).toBe(ROUTES[route] === 'operator');
    }
  });

  it('says of every answer what is in it', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const get = async (path: string) =>
      await fetch(running.origin + path, { headers: { Authorization: `Bearer ${secret}` } });
    const check = async (template: string, path: string, status: number) => {
      const response = await get(path);
      expect(response.status, path).toBe(status);
      const described = document.paths[template]?.get?.responses[status];
      const [type] = (response.headers.get('Content-Type') ?? '').split(';');
      const schema = described?.content[type ?? '']?.schema;
      expect(schema, `${path} ${type}`).toBeDefined();
      const validate = ajv.compile({ ...schema, components: document.components });
      const body = (await response.json()) as { items?: Record<string, unknown>[] };
      expect(validate(body), `${path}: ${JSON.stringify(validate.errors)}`).toBe(true);
      return body;
    };
    for (const name of ['requests', 'grants', 'people', 'companies', 'agreements', 'downloads', 'events'])
      await check(`/api/${name}`, `/api/${name}?limit=5`, 200);
    for (const name of ['requests', 'grants', 'people']) {
      const { items = [] } = await check(`/api/${name}`, `/api/${name}?limit=1`, 200);
      if (items[0]) await check(`/api/${name}/{id}`, `/api/${name}/${items[0].id}`, 200);
      await check(`/api/${name}/{id}`, `/api/${name}/nobody`, 404);
      await check(`/api/${name}`, `/api/${name}?limit=none`, 400);
    }
    await check('/api/revocations/{id}', '/api/revocations/nobody', 404);
    await check('/api/promise', '/api/promise', 200);
  });
});
