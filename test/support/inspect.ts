import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const NARROW = { width: 320, height: 640 };

/** Reads a page as it stands: in both colour schemes, and as narrow as a phone. */
export async function inspect(page: Page): Promise<void> {
  const where = new URL(page.url()).pathname;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      `${where} in ${colorScheme}`,
    ).toEqual([]);
  }
  const wide = page.viewportSize();
  await page.setViewportSize(NARROW);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, `${where} at ${NARROW.width} px`).toBeLessThanOrEqual(0);
  if (wide) await page.setViewportSize(wide);
}
