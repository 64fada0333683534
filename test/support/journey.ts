import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { type Locale, localPath } from '../../words/locale.ts';
import { de } from '../../worker/messages/de.ts';
import { en } from '../../worker/messages/en.ts';
import { fr } from '../../worker/messages/fr.ts';
import { until } from './patience.ts';

/** A person on the way to a report, and what it costs them. Typing into a field is not counted; what submits, ticks or leads on is. */
export class Journey {
  readonly page: Page;
  readonly #origin: string;
  readonly #mailbox: string;
  readonly #locale: Locale;
  #started = 0;
  #interactions = 0;

  constructor(page: Page, running: { origin: string; mailbox: string }, locale: Locale = 'en') {
    this.page = page;
    this.#origin = running.origin;
    this.#mailbox = running.mailbox;
    this.#locale = locale;
  }

  /** What the Worker says in the language of the journey. */
  get m() {
    return { en, de, fr }[this.#locale];
  }

  /** Interactions since {@link openReport}. */
  get interactions(): number {
    return this.#interactions;
  }

  /** Seconds since {@link openReport}. */
  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  /** Opens the link of a mail, from where the clock and the count run; to open it is the first interaction. */
  async openLink(link: string): Promise<void> {
    this.#started = performance.now();
    this.#interactions = 1;
    await this.page.goto(link);
  }

  /** Arrives on a report's page, from where the clock and the count run. */
  async openReport(report: string): Promise<void> {
    await this.page.goto(`${this.#origin}${localPath(`/reports/${report}/`, this.#locale)}`);
    this.#started = performance.now();
    this.#interactions = 0;
  }

  /** Clicks a button or link by its name. */
  async click(name: string | RegExp): Promise<void> {
    this.#interactions++;
    await this.page
      .getByRole('button', { name })
      .or(this.page.getByRole('main').getByRole('link', { name }))
      .first()
      .click();
  }

  /** Fills in the form of a prospect. */
  async introduce(entries: { name: string; company: string; address: string }): Promise<void> {
    const { fields, send } = this.m;
    await this.page.getByRole('textbox', { name: fields.name }).fill(entries.name);
    await this.page.getByRole('textbox', { name: fields.company }).fill(entries.company);
    await this.page.getByRole('textbox', { name: fields.address }).fill(entries.address);
    await this.click(send);
  }

  /** Types the code of the newest mail. */
  async typeCode(address: string): Promise<void> {
    const { code } = await this.readMail(address);
    await this.page.getByRole('textbox', { name: this.m.confirmation.code }).fill(code);
    await this.click(this.m.confirm);
  }

  /** Ticks the box and agrees; the copy page then starts the download by itself. */
  async agree(): Promise<Download> {
    await this.page.getByRole('checkbox').check();
    this.#interactions++;
    const download = this.page.waitForEvent('download');
    await this.click('I agree to the NDA');
    return await download;
  }

  /** Goes the whole way to a report that a person releases, to the page that says so. */
  async ask(report: string, person: { name: string; company: string; address: string }): Promise<void> {
    await this.openReport(report);
    await this.click('Get the report');
    await this.introduce(person);
    await this.typeCode(person.address);
    await this.page.getByRole('checkbox').check();
    await this.click('I agree to the NDA');
    await this.page.getByRole('heading', { name: 'Your request is with us' }).waitFor();
  }

  /** The text of the newest mail to an address whose subject begins so. */
  async readLetter(address: string, subject: string): Promise<string> {
    return await until(`a mail to ${address} that begins with "${subject}"`, async () => {
      const letters = await this.#lettersTo(address);
      return letters.find((each) => each.subject.startsWith(subject))?.text;
    });
  }

  /** The link of such a mail. */
  async readLink(address: string, subject: string): Promise<string> {
    const link = /https?:\/\/\S+/.exec(await this.readLetter(address, subject))?.[0];
    if (!link) throw new Error(`the mail "${subject}" to ${address} has no link`);
    return link;
  }

  /** The newest confirmation that was mailed to an address. */
  async readMail(address: string): Promise<{ code: string; link: string; text: string }> {
    return await until(`a confirmation to ${address}`, async () => {
      const letter = (await this.#lettersTo(address)).find(({ text }) => text.includes('/confirm?token='));
      const code = /\b(\d{4}) ?(\d{4})\b/.exec(letter?.text ?? '');
      const link = /https?:\/\/\S+token=\S+/.exec(letter?.text ?? '')?.[0];
      return letter && code && link ? { code: `${code[1]}${code[2]}`, link, text: letter.text } : undefined;
    });
  }

  /** What was mailed to an address, newest first. */
  async #lettersTo(address: string): Promise<{ text: string; subject: string }[]> {
    const response = await fetch(`${this.#mailbox}/mails.json?to=${encodeURIComponent(address)}`);
    return (await response.json()) as { text: string; subject: string }[];
  }
}

/**
 * A downloaded file's bytes.
 *
 * @param download - as Playwright saw it begin
 */
export async function bytesOf(download: Download): Promise<Uint8Array> {
  return new Uint8Array(await readFile(await download.path()));
}
