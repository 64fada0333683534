import { PROPOSAL_LIFETIME_MS } from '../console/proposals/decide.ts';
import { titleOfAct } from '../console/proposals/describe.ts';
import { findProposal } from '../console/proposals/store.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells staff that a proposal waits for a second person, or that it soon lapses. Whose it is, and whom it is about, is not
 * in the mail but in the console, behind sign-in.
 *
 * @returns the mail, or null where it was decided meanwhile or is out of date
 */
export async function composeProposal({ db, config, row, words, now }: Composing): Promise<Letter | null> {
  const proposal = await findProposal(db, row.subject_id);
  const lapses = proposal ? proposal.madeAt + PROPOSAL_LIFETIME_MS : 0;
  if (proposal?.state !== 'open' || lapses <= now) return null;
  const again = row.template === 'proposal-reminder';
  const title = titleOfAct(proposal.act);
  return {
    subject: again ? `Still waits for a second person: ${title}` : `Waits for a second person: ${title}`,
    parts: [
      {
        kind: 'text',
        text: `Somebody on the staff proposes: ${title}. Another one has to agree before anything is done.`,
      },
      {
        kind: 'action',
        label: 'See it, and decide',
        href: new URL(`/console/proposals/${proposal.id}`, config.ORIGIN).href,
      },
      { kind: 'text', text: `If nobody does, it lapses on ${words.day(lapses)}.` },
    ],
    because: 'You get this mail because staff is told here of what needs attention.',
  };
}
