import { componentDefinition } from '../../machines/oscal.ts';

export function GET(): Response {
  return new Response(`${JSON.stringify(componentDefinition(), null, 1)}\n`);
}
