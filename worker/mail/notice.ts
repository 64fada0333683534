import { findRequest } from '../access/request-store.ts';
import { reportOf } from '../content.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells staff that a request waits. Who asks is not in the mail but in the console, behind sign-in.
 *
 * @returns the mail, or null where it was decided meanwhile
 */
export async function composeNotice({ db, config, row }: Composing): Promise<Letter | null> {
  const request = await findRequest(db, row.subject_id);
  const report = request && reportOf(request.report_id);
  if (!report || request.state !== 'pending') return null;
  return {
    subject: `A request for ${report.title} waits`,
    parts: [
      { kind: 'text', text: `Somebody with a confirmed identity asks for “${report.title}”.` },
      {
        kind: 'action',
        label: 'See who, and decide',
        href: new URL(`/console/requests/${request.id}`, config.ORIGIN).href,
      },
      ...(report.decision
        ? [{ kind: 'text', text: `We promise an answer ${report.decision.usualTime}.` } as const]
        : []),
    ],
    because: 'You get this mail because staff is told here of what needs attention.',
  };
}
