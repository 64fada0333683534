import { Hono } from 'hono';
import type { App } from '../app.ts';

/** `/access`: how a reader gets a report. */
export const access = new Hono<App>();
