/**
 * What a limit counts as one client: an IPv4 address, or the /64 of an IPv6 address. A /64 is the least that anybody is
 * given (RFC 6177 section 2), so a limit on single addresses would limit nobody who has one.
 *
 * @param address - an IP address as the platform writes it; anything else counts as itself
 */
export function networkOf(address: string): string {
  const groups = groupsOf(address)?.slice(0, 4);
  // ::/64 is nobody's: loopback, and IPv4 addresses written as IPv6.
  if (!groups || groups.every((group) => group === '0')) return address;
  return `${groups.join(':')}::/64`;
}

/**
 * What is kept of an address that is not needed whole any more: 24 bits of IPv4, 48 of IPv6.
 *
 * @param address - an IP address as the platform writes it
 * @returns a network, or nothing where it is no address
 */
export function coarseAddress(address: string): string {
  const [a, b, c] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(address)?.slice(1) ?? [];
  if (c !== undefined) return `${a}.${b}.${c}.0/24`;
  const groups = groupsOf(address);
  return groups ? `${groups.slice(0, 3).join(':')}::/48` : '';
}

/** The eight groups of an IPv6 address, in their one form; undefined for anything else. */
function groupsOf(address: string): string[] | undefined {
  const host = address.includes(':') ? URL.parse(`http://[${address}]/`)?.hostname : undefined;
  if (!host?.startsWith('[')) return undefined;
  const [front = '', back] = host.slice(1, -1).split('::');
  const groups = front.split(':').filter(Boolean);
  const last = (back ?? '').split(':').filter(Boolean);
  while (back !== undefined && groups.length + last.length < 8) groups.push('0');
  return [...groups, ...last];
}
