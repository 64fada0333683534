import { composeMark } from '../../../core/marks/compose.ts';
import { newCopyId } from '../../../core/marks/copy-id.ts';
import type { Prepared } from '../../../core/marks/prepare.ts';
import { prepareStamp, stampHead } from '../../../core/marks/stamp.ts';

/**
 * A copy as a reader would get it, made out to whoever publishes. It has no grant: its copy id leads to nobody.
 *
 * @param prepared - the report
 * @param name - of whoever publishes
 */
export async function previewCopy({ head, body, manifest }: Prepared, name: string): Promise<Blob> {
  const mark = await composeMark({
    name,
    company: 'Preview',
    address: 'not handed out',
    date: new Date().toISOString().slice(0, 10),
    copyId: newCopyId(crypto.getRandomValues(new Uint8Array(16))),
  });
  const stamped = stampHead(head, manifest, await prepareStamp(manifest, mark));
  return new Blob([stamped as Uint8Array<ArrayBuffer>, body as Uint8Array<ArrayBuffer>], {
    type: 'application/pdf',
  });
}
