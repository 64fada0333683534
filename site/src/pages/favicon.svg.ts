import brand from '../../../.generated/brand.json';
import { MARK } from '../mark.ts';

/** The icon of a tab: the company's mark in its accent. */
export function GET(): Response {
  return new Response(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" color="${brand.light.accent}">${MARK}</svg>\n`,
  );
}
