import brand from '../../.generated/brand.json' with { type: 'json' };
import type { Company } from '../../schema/company.ts';
import { inForceOn } from '../../schema/history/in-force.ts';
import type { PolicyHistories, PolicyHistory } from '../../schema/history/policy-history.ts';
import type { Policy } from '../../schema/policies.ts';
import { heading, note, paragraph } from '../../typeset/blocks.ts';
import { drawContents } from '../../typeset/contents.ts';
import { INK, SIZE } from '../../typeset/ink.ts';
import type { Run } from '../../typeset/lines.ts';
import { drawMarkdown } from '../../typeset/markdown.ts';
import type { DocumentInfo, PagedDocument } from '../../typeset/paged-document.ts';
import { render } from '../../typeset/render.ts';
import { table } from '../../typeset/table.ts';
import { inWords } from '../../words/dates.ts';

/** The whole set of policies as one PDF: contents, register, then each policy with its version on each page. */

/** What the file is made from. */
export interface PolicySet {
  readonly company: Company;
  readonly policies: readonly Policy[];
  readonly histories: PolicyHistories;
}

/**
 * Sets the policies.
 *
 * @param set - what to set; the same gives the same bytes
 * @returns the file
 */
export async function policyPdf(set: PolicySet): Promise<Uint8Array> {
  const { company, histories } = set;
  const info: DocumentInfo = {
    title: `Policies of ${company.name}`,
    subject: `Security policies, commit ${histories.head ?? 'none'}`,
    author: company.legalName,
    keywords: 'security, policies',
    date: histories.committed ?? histories.asOf,
    foot: setFoot(set),
    notice: company.notice?.label ?? null,
    creator: 'Vitrine',
    accent: brand.light.accent,
  };
  const { bytes } = await render(info, (doc) => draw(doc, set));
  return bytes;
}

function draw(doc: PagedDocument, set: PolicySet): void {
  const { company, policies, histories } = set;
  doc.numberFrom('front');
  doc.newPage('portrait');
  heading(doc, 1, `Policies of ${company.name}`, 'top');
  paragraph(
    doc,
    plain(
      `${policies.length} policies and processes, as they stood ${at(histories)}. The register below says which version this file holds of each, and which of them binds; their history, word by word, is on the site.`,
    ),
  );
  paragraph(
    doc,
    plain('These texts may be used freely as a start for your own: no rights are reserved (CC0 1.0).'),
  );
  drawRegister(doc, set);
  doc.newPage();
  drawContents(
    doc,
    policies.flatMap((policy) => [{ level: 1, text: policy.title, anchor: policy.id }]),
  );
  doc.numberFrom('body');
  for (const policy of policies) drawPolicy(doc, policy, set);
}

function drawRegister(doc: PagedDocument, { policies, histories }: PolicySet): void {
  const cell = (text: string, cut: 'regular' | 'bold' = 'regular') => [[{ text, cut }]];
  table(doc, {
    head: ['Policy', 'Version', 'Owner', 'In force'],
    columns: [34, 15, 24, 27],
    rows: policies.map((policy) => {
      const history = historyOf(histories, policy);
      return {
        cells: [
          cell(policy.title, 'bold'),
          cell(versionOf(history)),
          cell(policy.ownerRole),
          cell(
            `${forceWords(policy, history, histories.asOf)}${groundWords(policy, history, histories.asOf)}`,
          ),
        ],
      };
    }),
  });
}

function drawPolicy(doc: PagedDocument, policy: Policy, set: PolicySet): void {
  const { company, histories } = set;
  const history = historyOf(histories, policy);
  const force = forceWords(policy, history, histories.asOf);
  doc.foot = `${policy.title} · version ${versionOf(history)} · ${force} · ${policy.blob.slice(0, 10)}`;
  doc.newPage();
  heading(doc, 1, policy.title, policy.id);
  paragraph(doc, plain(policy.summary), { size: SIZE.body + 1, colour: INK.quiet });
  paragraph(
    doc,
    plain(
      `Version ${versionOf(history)}, ${force}${groundWords(policy, history, histories.asOf)}. Owner: ${policy.ownerRole}.`,
    ),
  );
  if (inForceOn(history, histories.asOf)?.blob !== policy.blob) {
    note(doc, [[{ text: 'This version is not approved and does not bind.', cut: 'bold' }]]);
  }
  drawMarkdown(doc, forPaper(policy, set.policies, company));
}

/** The same text with links that lead inside the file, where their targets are in it. */
function forPaper(policy: Policy, policies: readonly Policy[], company: Company): string {
  const inside = (href: string): string => {
    const [path = '', fragment = ''] = href.split('#');
    const id = path === '' ? policy.id : (/^\/policies\/([^/]+)\/$/.exec(path)?.[1] ?? '');
    const target = policies.find((one) => one.id === id);
    if (target) return fragment === '' ? `#${id}` : `#${anchor(target, fragment)}`;
    return href.startsWith('/') ? `${company.trustOrigin ?? ''}${href}` : href;
  };
  let heading = 0;
  return policy.markdown
    .replaceAll(/^(#{1,6} .+?)\s*$/gm, (line) => `${line.trimEnd()} {#${policy.id}-${heading++}}`)
    .replaceAll(/\]\(([^()\s]+)\)/g, (_, href: string) => `](${inside(href)})`);
}

/** Ids of headings may hold letters that anchors of a PDF do not: they are numbered. */
function anchor(policy: Policy, fragment: string): string {
  const index = policy.headings.findIndex(({ id }) => id === decodeURIComponent(fragment));
  return `${policy.id}-${index}`;
}

function historyOf(histories: PolicyHistories, { id }: Policy): PolicyHistory {
  const history = histories.policies.find((one) => one.id === id && one.withdrawn === null);
  if (!history) throw new Error(`No history of "${id}"; run node schema/write.ts.`);
  return history;
}

/** The version of the text that the file holds, as its history tells it. */
export function versionOf({ versions }: PolicyHistory): string {
  return versions.at(-1)?.version ?? '';
}

function forceWords(policy: Policy, history: PolicyHistory, day: string): string {
  const binding = inForceOn(history, day);
  if (!binding?.inForce) return 'not approved';
  if (binding.blob !== policy.blob) return `not approved; ${binding.version} binds`;
  return `in force since ${inWords(binding.inForce.from)}`;
}

function groundWords(policy: Policy, history: PolicyHistory, day: string): string {
  const binding = inForceOn(history, day);
  return binding?.blob === policy.blob && binding.inForce?.ground === 'earlier records'
    ? ', as earlier records say'
    : '';
}

function at({ head, committed }: PolicyHistories): string {
  return head === null
    ? 'before the first commit'
    : `at commit ${head.slice(0, 10)} of ${inWords(committed ?? '')}`;
}

function setFoot({ company, histories }: PolicySet): string {
  return `${company.name} · policies ${at(histories)}`;
}

function plain(text: string): Run[] {
  return [{ text, cut: 'regular' }];
}
