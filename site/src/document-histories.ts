import generated from '../../.generated/document-history.json';
import type { DocumentHistories, DocumentHistory } from '../../schema/history/document-history.ts';

/**
 * What Git knows of a public text that is no policy.
 *
 * @param file - below `content/`, as in `nda/nda.yaml`, or one answer of a file, as in `questions/data.yaml#retention`
 * @returns its history; null for a text that was never committed
 */
export function historyOfText(file: string): DocumentHistory | null {
  return (generated as DocumentHistories)[`content/${file}`] ?? null;
}
