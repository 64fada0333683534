import { catalog } from '../../machines/oscal.ts';

export function GET(): Response {
  return new Response(`${JSON.stringify(catalog(), null, 1)}\n`);
}
