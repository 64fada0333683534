import generated from '../.generated/content.json';
import type { WorkerContent } from '../schema/content.ts';

/** The company's content as `npm run build` checked and wrote it: the site was built from the same object. */
export const content: WorkerContent = generated as unknown as WorkerContent;

/** A report of the catalogue, or undefined. */
export function reportOf(id: string): WorkerContent['reports'][number] | undefined {
  return content.reports.find((report) => report.id === id);
}
