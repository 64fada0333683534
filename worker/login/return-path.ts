const LONGEST = 500;
/** What is encoded in a query stays encoded: it is text to whoever reads it, and nothing to the browser. */
const PATH = /^\/[A-Za-z0-9/_.~-]*(\?[A-Za-z0-9_.~&=+*%-]*)?$/;

/**
 * Where to go after sign-in, from a field that anybody could have filled in: a path on our own origin, or the fallback.
 * The alphabet leaves nothing that a browser could read as another host, a scheme or a second header line.
 *
 * @param value - attacker-controlled
 * @param fallback - a path of ours
 */
export function safeReturnPath(value: unknown, fallback = '/'): string {
  if (typeof value !== 'string' || value.length > LONGEST || !PATH.test(value) || value.includes('//')) {
    return fallback;
  }
  return value;
}
