import { findRequest } from '../access/request-store.ts';
import type { Config } from '../config.ts';
import { minute } from '../console/minute.ts';
import { titleOfAct } from '../console/proposals/describe.ts';
import { findProposal } from '../console/proposals/store.ts';
import { reportOf } from '../content.ts';
import type { Kind } from './kinds.ts';

/**
 * The message to the staff's chat (Slack's incoming webhooks, which others understand) about what waits: a request, with for
 * which report, and as much about who asks as STAFF_WEBHOOK_TELLS allows; or a proposal, with what it is. The link shows;
 * deciding takes a staff session.
 *
 * @param db - primary database session
 * @param config - the checked settings
 * @param kind - of what waits
 * @param id - of what waits
 * @returns the body, or null where it waits no longer
 */
export async function staffMessage(
  db: D1DatabaseSession,
  config: Config,
  kind: Kind,
  id: string,
): Promise<string | null> {
  return kind === 'proposal.made'
    ? await proposalMessage(db, config, id)
    : await requestMessage(db, config, id);
}

async function proposalMessage(db: D1DatabaseSession, config: Config, id: string): Promise<string | null> {
  const proposal = await findProposal(db, id);
  if (proposal?.state !== 'open') return null;
  const title = 'A proposal waits for a second person';
  const facts = `${titleOfAct(proposal.act)}, ${minute(proposal.madeAt)}`;
  return chatMessage(title, facts, new URL(`/console/proposals/${id}`, config.ORIGIN).href);
}

async function requestMessage(
  db: D1DatabaseSession,
  config: Config,
  requestId: string,
): Promise<string | null> {
  const request = await findRequest(db, requestId);
  const report = request && reportOf(request.report_id);
  if (!report || request.state !== 'pending') return null;
  const tells = config.STAFF_WEBHOOK_TELLS;
  const who = [
    ...(tells === 'person' ? [request.name, request.address] : []),
    ...(tells === 'report' ? [] : [request.company]),
  ].filter((part) => part !== '');
  const href = new URL(`/console/requests/${request.id}`, config.ORIGIN).href;
  const facts = [...who, minute(request.created_at)].join(', ');
  return chatMessage(`A request for ${report.title} waits`, facts, href);
}

function chatMessage(title: string, facts: string, href: string): string {
  return JSON.stringify({
    // What stands in notifications, and in chats that know no blocks.
    text: `${escapeMarks(title)} (${escapeMarks(facts)}): ${href}`,
    blocks: [
      { type: 'section', text: { type: 'plain_text', text: title, emoji: false } },
      // Typed by a stranger: as plain text it makes no link and mentions nobody.
      { type: 'section', text: { type: 'plain_text', text: facts, emoji: false } },
      { type: 'section', text: { type: 'mrkdwn', text: `<${href}|See it, and decide>` } },
    ],
  });
}

/** As Slack asks for in texts; `<!channel>` and links are then just letters. */
function escapeMarks(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
