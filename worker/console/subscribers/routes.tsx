import { Hono } from 'hono';
import { Fact } from '../../access/nda-page.tsx';
import type { App } from '../../app.ts';
import { inEnglish } from '../../localised.tsx';
import { TOPICS } from '../../subscriptions/topics.ts';
import { showList } from '../lists/show-list.tsx';
import { requireRole } from '../staff.ts';
import { countSubscribers, subscriberList } from './subscriber-list.tsx';

/** `/console/subscribers`: how many, who, and about what. */
export const consoleSubscribers = new Hono<App>().get('/', async (c) => {
  const staff = await requireRole(c, 'viewer');
  const { all, topics } = await countSubscribers(c.var.db);
  const counts = (
    <dl class="facts">
      <Fact name="All">{all}</Fact>
      {TOPICS.map((id) => (
        <Fact name={inEnglish.m.topics[id].title}>{topics.get(id) ?? 0}</Fact>
      ))}
    </dl>
  );
  return await showList(c, staff, subscriberList(staff), counts);
});
