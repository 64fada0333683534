import { z } from 'zod';
import { trustSchema } from '../../../schema/trust-schema.ts';
import { TRUST_SCHEMA } from '../machines/trust-document.ts';

/** The JSON Schema (2020-12) of trust.json, made from the one that the build itself applies. */
export function GET(): Response {
  const { $schema, ...schema } = z.toJSONSchema(trustSchema);
  const described = { $schema, $id: TRUST_SCHEMA, title: 'trust.json', ...schema };
  return new Response(`${JSON.stringify(described, null, 1)}\n`);
}
