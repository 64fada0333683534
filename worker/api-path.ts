/** Where programs ask and not people: they send bytes and JSON, and are told of failures in JSON (RFC 9457). */
export function isApi(path: string): boolean {
  return path.startsWith('/api/') || path.startsWith('/console/api/');
}
