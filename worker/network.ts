/**
 * What a limit counts as one client: an IPv4 address, or the /64 of an IPv6 address. A /64 is the least that anybody is
 * given (RFC 6177 section 2), so a limit on single addresses would limit nobody who has one.
 *
 * @param address - an IP address as the platform writes it; anything else counts as itself
 */
export function networkOf(address: string): string {
  const host = address.includes(':') ? URL.parse(`http://[${address}]/`)?.hostname : undefined;
  if (!host?.startsWith('[')) return address;
  const [front = '', back] = host.slice(1, -1).split('::');
  const groups = front.split(':').filter(Boolean);
  const last = (back ?? '').split(':').filter(Boolean);
  while (back !== undefined && groups.length + last.length < 8) groups.push('0');
  const network = [...groups, ...last].slice(0, 4);
  // ::/64 is nobody's: loopback, and IPv4 addresses written as IPv6.
  return network.every((group) => group === '0') ? address : `${network.join(':')}::/64`;
}
