import { check, fieldName } from './explain.ts';
import { slug } from './fields.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { renderInline, renderMarkdown } from './markdown.ts';
import { SEVERITIES, type Update, type UpdateSource, updateSchema } from './updates.ts';

const FOLDER = 'content/updates';
const HEADING_SHIFT = 1;

/**
 * Reads the updates.
 *
 * @param files - the reader of `content/`
 * @param span - the days between which things can have happened: the company's first, null when unknown, and today
 * @param findings - takes what is wrong
 * @returns the updates that are sound, newest first; there need be none
 */
export async function loadUpdates(
  files: ContentFiles,
  span: { readonly founded: string | null; readonly today: string },
  findings: Finding[],
): Promise<Update[]> {
  const updates: Update[] = [];
  for (const id of await files.namesIfAny(FOLDER, '.md')) {
    const file = `${FOLDER}/${id}.md`;
    const parts = await files.markdown(file);
    if (!slug.safeParse(id).success) {
      const message =
        'expected a file name in lower case such as late-deliveries.md: it is part of an address';
      findings.push({ file, field: null, message });
    }
    const source = parts === null ? null : check(updateSchema, parts.data, file, findings);
    if (parts === null || source === null) continue;
    const report = (path: readonly PropertyKey[], message: string) =>
      findings.push({ file, field: path.length === 0 ? null : fieldName(path), message });
    for (const [path, message] of [...days(source, span), ...contradictions(source)]) report(path, message);
    const { html, refused, links: hrefs } = renderMarkdown(parts.body, HEADING_SHIFT);
    for (const message of refused) report([], message);
    files.link(file, null, hrefs);
    const rich = (markdown: string, path: readonly PropertyKey[]): string => {
      const rendered = renderInline(markdown);
      for (const message of rendered.refused) report(path, message);
      files.link(file, fieldName(path), rendered.links);
      return rendered.html;
    };
    const { postMortem, amended } = source;
    updates.push({
      ...source,
      id,
      html,
      changed: amended.at(-1)?.on ?? source.published,
      action: source.action === null ? null : rich(source.action, ['action']),
      timeline: source.timeline.map(({ at, what }, index) => ({
        at,
        what: rich(what, ['timeline', index, 'what']),
      })),
      postMortem: postMortem && {
        impact: rich(postMortem.impact, ['postMortem', 'impact']),
        causes: postMortem.causes.map((text, index) => rich(text, ['postMortem', 'causes', index])),
        wentWell: postMortem.wentWell.map((text, index) => rich(text, ['postMortem', 'wentWell', index])),
        followUps: postMortem.followUps.map((entry, index) => ({
          ...entry,
          what: rich(entry.what, ['postMortem', 'followUps', index, 'what']),
        })),
      },
      amended: amended.map(({ on, what }, index) => ({ on, what: rich(what, ['amended', index, 'what']) })),
    });
  }
  return updates.sort((a, b) => b.published.localeCompare(a.published) || a.id.localeCompare(b.id));
}

type Slip = [path: readonly PropertyKey[], message: string];

/** Days that cannot be: before the company was there, or still to come. */
function days(update: UpdateSource, { founded, today }: { founded: string | null; today: string }): Slip[] {
  const told: [readonly PropertyKey[], string][] = [
    [['published'], update.published],
    ...update.timeline.map(({ at }, index): [PropertyKey[], string] => [['timeline', index, 'at'], at]),
    ...update.amended.map(({ on }, index): [PropertyKey[], string] => [['amended', index, 'on'], on]),
    ...(update.postMortem?.followUps ?? []).flatMap(({ done }, index): [PropertyKey[], string][] =>
      done === undefined ? [] : [[['postMortem', 'followUps', index, 'done'], done]],
    ),
  ];
  return told.flatMap(([path, when]): Slip[] => {
    const day = when.slice(0, 'yyyy-mm-dd'.length);
    if (day > today) {
      return [[path, `expected a day that has come, today is ${today}, found "${when}"`]];
    }
    if (founded !== null && day < founded) {
      return [[path, `expected a day after the company came into being, ${founded}, found "${when}"`]];
    }
    return [];
  });
}

/** What fields say against each other. */
function contradictions(update: UpdateSource): Slip[] {
  const wrong: Slip[] = [];
  const { topic, severity, affected, postMortem, timeline, amended, published } = update;
  const severities: readonly string[] =
    topic in SEVERITIES ? SEVERITIES[topic as keyof typeof SEVERITIES] : [];
  if (severities.length === 0) {
    if (severity !== null) wrong.push([['severity'], `expected none: the topic is ${topic}`]);
  } else if (severity === null) {
    wrong.push([['severity'], `is missing; expected one of ${severities.join(', ')}`]);
  } else if (!severities.includes(severity)) {
    wrong.push([['severity'], `expected one of ${severities.join(', ')}, found "${severity}"`]);
  }
  if (severities.length > 0 && affected.length === 0) {
    wrong.push([['affected'], 'is missing; readers are told who or what was affected']);
  }
  if (topic === 'incidents' && postMortem === null) {
    wrong.push([['postMortem'], 'is missing; an incident is told with impact, causes and follow-ups']);
  }
  if (topic === 'incidents' && timeline.length === 0) {
    wrong.push([['timeline'], 'is missing; an incident is told with what happened when']);
  }
  for (const [index, { at }] of timeline.entries()) {
    const before = timeline[index - 1]?.at;
    if (before !== undefined && at < before) {
      wrong.push([['timeline', index, 'at'], `expected the oldest first, found "${at}" below ${before}`]);
    }
  }
  for (const [index, { on }] of amended.entries()) {
    const before = amended[index - 1]?.on ?? published;
    if (on < before) wrong.push([['amended', index, 'on'], `expected a day after ${before}, found "${on}"`]);
  }
  return wrong;
}
