/** Where programs ask and not people: they send bytes and JSON, and are told of failures in JSON (RFC 9457). */
export function isApi(path: string): boolean {
  return path.startsWith('/api/') || path.startsWith('/console/api/');
}

/** What somebody is told who asks there with a browser. */
export const MCP_IS_FOR_PROGRAMS =
  'Programs ask here, in the Model Context Protocol: by POST, and not from a page of another site. People find the same on our pages.';

/** Where assistants ask, in the Model Context Protocol. */
export function isMcp(path: string): boolean {
  return path === '/mcp';
}
