import { trustDocument } from '../machines/trust-document.ts';

/** Everything public as one document. */
export function GET(): Response {
  return new Response(`${JSON.stringify(trustDocument(), null, 1)}\n`);
}
