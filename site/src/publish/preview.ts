import { formats } from '../../../core/formats/format.ts';
import type { PreparedReport } from '../../../core/formats/prepare-report.ts';
import { composeMark } from '../../../core/marks/compose.ts';
import { newCopyId } from '../../../core/marks/copy-id.ts';
import { prepareStamp, stampHead } from '../../../core/marks/stamp.ts';
import type { MarkTemplate } from '../../../core/marks/template.ts';

/**
 * A copy as a reader would get it, made out to whoever publishes. It has no grant: its copy id leads to nobody.
 *
 * @param prepared - the report
 * @param name - of whoever publishes
 * @param template - what the mark says
 */
export async function previewCopy(
  { head, body, manifest }: PreparedReport,
  name: string,
  template: MarkTemplate,
): Promise<Blob> {
  const reader = {
    name,
    company: 'Preview',
    address: 'not handed out',
    date: new Date().toISOString().slice(0, 10),
    copyId: newCopyId(crypto.getRandomValues(new Uint8Array(16))),
    agreement: 'Preview: no agreement, no reader',
  };
  const mark = await composeMark(reader, undefined, template);
  const stamped = stampHead(head, manifest, await prepareStamp(manifest, mark));
  return new Blob([stamped as Uint8Array<ArrayBuffer>, body as Uint8Array<ArrayBuffer>], {
    type: formats[manifest.format].mediaType,
  });
}
