import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { goLive } from '../../../worker/reports/publish.ts';
import { syntheticVersion } from '../../support/synthetic-version.ts';
import { rows } from '../access/rows.ts';
import { publish } from './exit.ts';

test('C8: a stored version of another format than the report’s is not made live, though it is complete', async () => {
  const live = await publish();
  const { manifest, head, body } = await syntheticVersion(4711);
  const { revision } = manifest;
  const key = (part: string) => `reports/soc2-type2/${revision}/${part}`;
  await env.REPORTS.put(key('head'), head);
  const stored = await env.REPORTS.put(key('body'), body);
  const insert = (format: string) =>
    env.DB.prepare(
      `INSERT OR REPLACE INTO report_versions (report_id, revision, manifest, body_etag, published_at, published_by)
       VALUES ('soc2-type2', ?1, ?2, ?3, 0, 'operator:test')`,
    )
      .bind(revision, JSON.stringify({ ...manifest, format }), stored?.etag)
      .run();
  const go = () =>
    goLive(
      { db: env.DB.withSession('first-primary'), bucket: env.REPORTS },
      { reportId: 'soc2-type2', revision, actor: 'operator:test', now: Date.now() },
    );
  const pointer = () => rows("SELECT revision FROM report_pointers WHERE report_id = 'soc2-type2'");

  await insert('docx');
  await expect(go()).rejects.toMatchObject({ code: 'conflict', detail: expect.stringContaining('docx') });
  expect(await pointer()).toEqual([{ revision: live.manifest.revision }]);

  await insert('pdf');
  await go();
  expect(await pointer()).toEqual([{ revision }]);
});
