import { describe, expect, it } from 'vitest';
import { textOf } from './browser.ts';
import { newProspect } from './prospect.ts';

describe('the way of a prospect', () => {
  it('N11: leads from the form to the copy without JavaScript, in five interactions', async () => {
    const prospect = newProspect();
    const { browser } = prospect;
    const start = await browser.get('/access/soc2-type2');
    expect(start.status).toBe(200);
    const page = await start.text();
    expect(page).not.toContain('<script');
    for (const token of ['name', 'organization', 'email']) expect(page).toContain(`autocomplete="${token}"`);

    const asked = await prospect.ask();
    expect([asked.status, asked.headers.get('Location')]).toEqual([303, '/access/soc2-type2/confirm']);
    const waiting = await (await browser.get('/access/soc2-type2/confirm')).text();
    expect(waiting).toContain('autocomplete="one-time-code"');
    expect(textOf(waiting)).toContain(prospect.address);

    const confirmed = await prospect.confirm();
    expect([confirmed.status, confirmed.headers.get('Location')]).toEqual([303, '/access/soc2-type2/nda']);

    const agreed = await prospect.agree();
    expect([agreed.status, agreed.headers.get('Location')]).toEqual([303, '/access/soc2-type2/copy']);
    const copy = await browser.get('/access/soc2-type2/copy');
    expect(copy.headers.get('Refresh')).toBe('0; url=/access/soc2-type2/file');
    expect(textOf(await copy.text())).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
  });
});
