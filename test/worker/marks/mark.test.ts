import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { composeMark } from '../../../core/marks/compose.ts';
import { makeMark } from '../../../worker/marks/mark.ts';
import { aReader, expectSound } from '../../support/marks.ts';
import { SCRIPTS } from '../../support/samples.ts';

test.each(SCRIPTS)(
  'W6: the Worker draws $script with the fonts of its own site',
  async ({ name, company }) => {
    const reader = { ...aReader, name, company };
    const mark = await makeMark(env, reader);
    expectSound(mark, reader);
    expect(mark.name).toMatch(/f\n$/);
    expect(mark.company).toMatch(/f\n$/);
  },
);

test('names in the embedded font need no other', async () => {
  const blind = new Proxy(env, {
    get: (target, key) => (key === 'ASSETS' ? undefined : Reflect.get(target, key)),
  });
  expect(await makeMark(blind, aReader)).toEqual(await composeMark(aReader));
});

test('W6: with its fonts out of reach the Worker prints code points, and the copy id as ever', async () => {
  const broken = new Proxy(env, {
    get: (target, key) =>
      key === 'ASSETS' ? { fetch: async () => new Response('', { status: 500 }) } : Reflect.get(target, key),
  });
  const reader = { ...aReader, name: '漢字' };
  const mark = await makeMark(broken, reader);
  expectSound(mark, reader);
  expect(mark).toEqual(await composeMark(reader));
});
