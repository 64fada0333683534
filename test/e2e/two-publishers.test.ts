import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { projectRoot } from '../../local/wrangler.ts';
import { launchBrowser, openReader } from '../support/browser.ts';
import { Journey } from '../support/journey.ts';
import { popplerText } from '../support/second-opinion.ts';

/** Publishing where the company asks for two persons: a system of its own, whose content says so. */

const REPORT = 'Penetration test letter';

let folder: string;
let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-two-'));
  const built = JSON.parse(await readFile(join(projectRoot, '.generated/content.json'), 'utf8'));
  built.access.twoPersons = ['publish'];
  const content = join(folder, 'content.json');
  await writeFile(content, JSON.stringify(built));
  const free = { port: 0, identityPort: 0, smtpPort: 0, mailboxPort: 0 };
  stack = await startStack({ ...free, directory: join(folder, 'local'), content });
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await stack?.close();
  await rm(folder, { recursive: true, force: true });
});

async function openConsole(account: string) {
  const staff = await openReader(browser, [stack.origin, stack.issuer]);
  // Every page of the console but its entry leads to the sign-in by itself.
  await staff.page.goto(`${stack.origin}/console/reports`);
  await staff.page.getByRole('button', { name: account }).click();
  await staff.page.getByRole('heading', { name: 'Reports behind the gate' }).waitFor();
  return staff;
}

describe('publishing with two persons', () => {
  it('C3, C9: one proposes it from the browser, another approves, and only then readers have it', async () => {
    const maker = await openConsole('Publisher');
    const region = (page: typeof maker.page) => page.getByRole('region', { name: REPORT });
    // What the command line proposed when the system was started waits for a second person too.
    await region(maker.page).getByText('No version is live').waitFor();
    await region(maker.page).getByRole('link', { name: 'Publish a new version' }).click();
    await maker.page.getByLabel('The report').setInputFiles(stack.reports.pentest);
    await maker.page.getByRole('button', { name: 'Prepare' }).click();
    await maker.page.getByRole('heading', { name: 'What would be published' }).waitFor();
    await maker.page.getByRole('button', { name: 'Publish' }).click();
    await maker.page.getByText('Somebody else has to approve it').waitFor();

    await maker.page.getByRole('link', { name: 'Open the proposal' }).click();
    await maker.page.getByRole('heading', { name: `Publish a version of ${REPORT}` }).waitFor();
    await maker.page.getByText('Waits for a second person').waitFor();
    const proposal = maker.page.url();
    expect(await maker.page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await maker.page.goto(`${stack.origin}/console/reports`);
    await region(maker.page).getByText('No version is live').waitFor();

    const second = await openConsole('Administrator One');
    await second.page.goto(proposal);
    await second.page.getByRole('button', { name: 'Approve' }).click();
    await second.page.getByText('Carried out').waitFor();
    await second.page.goto(`${stack.origin}/console/reports`);
    await region(second.page)
      .getByRole('heading', { name: /^Live:/ })
      .waitFor();

    const asking = await openReader(browser, [stack.origin, stack.issuer]);
    const journey = new Journey(asking.page, stack);
    const person = { name: 'Second Reader', company: 'Meadow AG', address: 'second@meadow.example' };
    await journey.ask('pentest-letter', person);
    await second.page.goto(`${stack.origin}/console`);
    await second.page
      .getByRole('region', { name: person.name })
      .getByRole('button', { name: 'Approve' })
      .click();
    await second.page.getByText('Approved. The reader is told by mail.').waitFor();
    const download = asking.page.waitForEvent('download');
    await asking.page.goto(`${stack.origin}/access/pentest-letter`);
    expect(popplerText(await (await download).path()).join('\n')).toContain(person.address);
    expect([...maker.complaints, ...second.complaints, ...asking.complaints]).toEqual([]);
    for (const { context } of [maker, second, asking]) await context.close();
  });
});
