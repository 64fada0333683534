import type { TestProject } from 'vitest/node';
import { startMailbox } from '../../local/mailbox.ts';
import { startFaultySmtp } from './faulty-smtp.ts';
import type {} from './provided.ts';

/** The mail servers that the Worker's tests talk to, on free ports. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // All files of tests share the mailbox: what one of them waits for is not pushed out by the others.
  const mailbox = await startMailbox({ smtpPort: 0, httpPort: 0, most: Number.POSITIVE_INFINITY });
  const faulty = await startFaultySmtp();
  project.provide('mailServers', {
    SMTP_PORT: String(mailbox.smtpPort),
    TEST_MAILBOX: mailbox.url,
    TEST_FAULTY_SMTP_PORT: String(faulty.port),
  });
  return async () => {
    await mailbox.close();
    await faulty.close();
  };
}
