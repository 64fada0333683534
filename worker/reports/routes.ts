import { Hono } from 'hono';
import type { App } from '../app.ts';

/** The operator's API: how a prepared report gets into storage and goes live. */
export const reportsApi = new Hono<App>();
