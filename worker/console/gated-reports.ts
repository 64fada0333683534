import { content } from '../content.ts';

/** The reports that somebody can have access to: the ones that are not public. */
export const gatedReports = content.reports.filter(({ access }) => access !== 'public');
