import { startMailbox } from '../../local/mailbox.ts';
import { startFaultySmtp } from './faulty-smtp.ts';

/** Ports of the mail servers that the Worker's tests talk to; different for runs at the same time. */
export const mailPorts = {
  smtp: 20_000 + (process.pid % 4_000),
  mailbox: 24_000 + (process.pid % 4_000),
  faulty: 28_000 + (process.pid % 4_000),
};

/** Starts them before the Worker's tests, and ends them after. */
export default async function setup(): Promise<() => Promise<void>> {
  const mailbox = await startMailbox({ smtpPort: mailPorts.smtp, httpPort: mailPorts.mailbox });
  const faulty = await startFaultySmtp(mailPorts.faulty);
  return async () => {
    await mailbox.close();
    await faulty.close();
  };
}
