import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below those that a system hands out by itself (Linux: from 32768): what is free there when somebody looks is not taken
 * by an outgoing connection before it is listened at.
 */
const [FIRST, LAST] = [10_000, 32_000];

/**
 * A port of the loopback address that nobody listens at, for a program that has to be told one.
 *
 * @throws Error where a hundred of them were taken
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${FIRST} to ${LAST} is free on 127.0.0.1`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
