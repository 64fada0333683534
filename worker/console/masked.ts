/**
 * An address as those see it who only look: enough to tell two apart, not enough to write to one.
 *
 * @param address - the whole
 */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, Math.min(1, at))}…${address.slice(at)}`;
}
