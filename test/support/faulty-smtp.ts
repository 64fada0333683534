import { type AddressInfo, createServer } from 'node:net';

/**
 * A mail server that fails on purpose, in the way that the recipient's local part names: `busy` is put off (451),
 * `refused` is turned away because there is nobody (550 5.1.1), `blocked` by a policy (554 5.7.1), `relayed` without a reason (550), `closed` loses the connection, `silent` never gets an answer. Anybody else's mail is
 * taken, and then the connection is lost before the sender hears of it.
 *
 * @returns its port on the loopback address, and how to end it
 */
export async function startFaultySmtp(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.setEncoding('utf8');
    socket.write('220 faulty\r\n');
    let inData = false;
    socket.on('data', (chunk: string) => {
      if (inData) {
        if (chunk.endsWith('\r\n.\r\n')) socket.destroy();
        return;
      }
      const line = chunk.trim().toUpperCase();
      if (line.startsWith('RCPT TO:<BUSY@')) socket.write('451 4.3.0 later\r\n');
      else if (line.startsWith('RCPT TO:<REFUSED@')) socket.write('550 5.1.1 nobody\r\n');
      else if (line.startsWith('RCPT TO:<BLOCKED@')) socket.write('554 5.7.1 blocked\r\n');
      else if (line.startsWith('RCPT TO:<RELAYED@')) socket.write('550 relay not permitted\r\n');
      else if (line.startsWith('RCPT TO:<CLOSED@')) socket.destroy();
      else if (line.startsWith('RCPT TO:<SILENT@')) return;
      else if (line === 'DATA') {
        inData = true;
        socket.write('354 go on\r\n');
      } else socket.write('250 fine\r\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
