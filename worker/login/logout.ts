import { Hono } from 'hono';
import type { App } from '../app.ts';
import { endSession } from './session.ts';

/** `POST /logout`. */
export const logout = new Hono<App>().post('/', async (c) => {
  await endSession(c);
  return c.redirect('/', 303);
});
