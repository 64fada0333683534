/** Names that mean the sender's own machine or network, wherever they are looked up. */
const OWN_NETWORK = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa)$/;
const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost)$/;

/**
 * Checks where somebody wants events posted to, so that nobody has us knock at doors inside (server-side request
 * forgery): https, a public name, no IP address of any kind or spelling, no credentials, not ourselves. Redirects are not
 * followed when posting. What a public name resolves to is not looked at: from the platform no private network is reachable.
 *
 * @param typed - as entered
 * @param deployment - our own origin, and whether it is a local system, which may post to its own machine
 * @returns the URL in its one spelling, or one sentence about what is wrong with it
 */
export function checkEndpointUrl(
  typed: string,
  { ORIGIN, local }: { readonly ORIGIN: string; readonly local: boolean },
): { url: string } | { error: string } {
  const url = URL.parse(typed.trim());
  if (!url || typed.length > 2_000)
    return { error: 'Enter the whole address, such as https://example.com/hook.' };
  const host = url.hostname.replace(/\.$/, '').toLowerCase();
  // By whichever port, or with the dot of a full name: it leads to the same place. A local system's own machine has others on it.
  if (url.origin === ORIGIN || (!local && host === new URL(ORIGIN).hostname))
    return { error: 'That is this trust center itself.' };
  if (url.username !== '' || url.password !== '')
    return { error: 'Leave the user name and password out: messages are signed.' };
  if (local && LOOPBACK.test(host)) return { url: url.href };
  if (url.protocol !== 'https:') return { error: 'Use https: messages are not sent in the clear.' };
  // The URL parser has turned every spelling of an IPv4 address into four numbers, and IPv6 has its brackets.
  if (/^\[|^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return { error: 'Use a name, not an IP address.' };
  if (!host.includes('.') || OWN_NETWORK.test(host))
    return { error: 'Use a name that is public, not one of a private network.' };
  return { url: url.href };
}
