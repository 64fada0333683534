/** An ID as the trust center makes them: 128 random bits, base64url. */
export const ID = /^[A-Za-z0-9_-]{22}$/;

/**
 * A command line in which no ID is taken for an option: one in 64 begins with a hyphen.
 *
 * @param args - as they were typed
 * @param named - the options whose value is an ID, without their hyphens
 * @returns the same for node:util parseArgs: such an ID is joined to its option, or stands behind the options
 */
export function withIds(args: readonly string[], named: readonly string[]): string[] {
  const [before, after]: [string[], string[]] = [[], []];
  for (const arg of args) {
    const option = before.at(-1);
    if (!arg.startsWith('-') || !ID.test(arg)) before.push(arg);
    else if (option?.startsWith('--') && named.includes(option.slice(2)))
      before[before.length - 1] = `${option}=${arg}`;
    else after.push(arg);
  }
  return after.length > 0 ? [...before, '--', ...after] : before;
}
