import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const NARROW = { width: 320, height: 640 };
/** What depends on the colours alone; nothing else of a page differs between its colour schemes. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on a page as it stands: everything in the light colour scheme, and the colours in the dark one.
 *
 * @returns a line for each rule that is broken, with the elements that break it
 */
export async function findingsOfAxe(page: Page): Promise<string[]> {
  const findings: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // No page has a frame of another origin, for which axe would open a page of its own each time.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const { violations } = await (colorScheme === 'dark' ? axe.withRules(RULES_OF_COLOUR) : axe).analyze();
    for (const { id, nodes } of violations)
      findings.push(`${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }
  return findings;
}

/** Expects of a page as it stands that axe finds nothing, and that it fits a phone. */
export async function inspect(page: Page): Promise<void> {
  const where = new URL(page.url()).pathname;
  expect(await findingsOfAxe(page), where).toEqual([]);
  const wide = page.viewportSize();
  await page.setViewportSize(NARROW);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, `${where} at ${NARROW.width} px`).toBeLessThanOrEqual(0);
  if (wide) await page.setViewportSize(wide);
}
