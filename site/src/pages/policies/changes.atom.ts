import { policiesFeed } from '../../policies/feeds.ts';

/** What became of all policies, as an Atom feed. */
export function GET(): Response {
  return new Response(policiesFeed());
}
