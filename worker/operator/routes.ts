import { Hono } from 'hono';
import { securityHeaders } from '../../core/headers.ts';
import type { App } from '../app.ts';
import { deny, release } from './decisions.ts';
import { LISTS } from './lists.ts';
import { openApi } from './openapi.ts';

const KEPT_SECONDS = 300;

/**
 * The operator's API besides publishing and revoking: what the console shows, for programs with a token of the scope `read` or
 * `decide`, and what staff decide, for those of the scope `decide`. `/api/openapi.json` describes all of it.
 */
export const operator = new Hono<App>()
  .get('/openapi.json', (c) =>
    c.json(openApi(c.var.config.ORIGIN), 200, {
      ...securityHeaders(),
      'Cache-Control': `public, max-age=${KEPT_SECONDS}`,
    }),
  )
  .get('/requests', LISTS.requests.answer)
  .get('/requests/:id', (c) => LISTS.requests.answerOne(c, c.req.param('id')))
  .post('/requests/:id/release', release)
  .post('/requests/:id/deny', deny)
  .get('/grants', LISTS.grants.answer)
  .get('/grants/:id', (c) => LISTS.grants.answerOne(c, c.req.param('id')))
  .get('/people', LISTS.people.answer)
  .get('/people/:id', (c) => LISTS.people.answerOne(c, c.req.param('id')))
  .get('/companies', LISTS.companies.answer)
  .get('/agreements', LISTS.agreements.answer)
  .get('/downloads', LISTS.downloads.answer)
  .get('/events', LISTS.events.answer);
