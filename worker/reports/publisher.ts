import type { App } from '../app.ts';

/** A request of whoever may publish: `operator:<token id>`, or the id of a person on the staff. */
export type Publisher = App & { Variables: { publisher: string } };
