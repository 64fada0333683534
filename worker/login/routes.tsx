import { Hono } from 'hono';
import type { App } from '../app.ts';

/** Sign-in through the identity providers. */
export const login = new Hono<App>();
