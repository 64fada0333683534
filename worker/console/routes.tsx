import { Hono } from 'hono';
import type { App } from '../app.ts';

/** `/console`: what waits for staff. */
export const console = new Hono<App>();
