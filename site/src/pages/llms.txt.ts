import { DEFAULT_LOCALE } from '../../../words/locale.ts';
import { twinPath } from '../../../words/twin-path.ts';
import {
  company,
  controlAreas,
  origin,
  policies,
  reports,
  security,
  subprocessors,
  updates,
} from '../content.ts';
import { messages } from '../locale.ts';
import { MACHINE_FILES } from '../machines/files.ts';
import { MCP_ADDRESS } from '../machines/trust-document.ts';

/** A table of contents for language models (llmstxt.org): every link leads to Markdown or data. */
export function GET(): Response {
  const words = messages(DEFAULT_LOCALE);
  const page = (path: string, title: string, about: string) =>
    `- [${title}](${origin}${twinPath(path)}): ${about.replaceAll(/\s+/g, ' ').trim()}`;
  const parts = [
    `# Security of ${company.name}`,
    `> ${company.product} ${security.lead}`,
    company.notice ? `${company.notice.label}. ${company.notice.text}` : null,
    `Everything here is public. Reports that are not are named with their facts and the way to get them. As data: [trust.json](${origin}/trust.json).`,
    section('Security', [
      page('/', 'Security page', 'claims with details, patch times, honest negatives, known gaps'),
      page('/questions/', 'Questions', 'what reviewers ask, with the day each answer was verified'),
      page(
        '/subprocessors/',
        'Subprocessors',
        `${subprocessors.length} of them: data, regions, changes, deadlines`,
      ),
      page('/nda/', 'NDA', 'the agreement under which reports are shown, in full'),
      page('/terms/', 'Terms of Service', 'the clause that covers reports for customers, word for word'),
    ]),
    section(
      'Reports',
      reports.map((report) =>
        page(`/reports/${report.id}/`, report.title, `${report.opinion}. ${words.access[report.access]}.`),
      ),
    ),
    section(
      'Policies',
      policies.map(({ id, title, version, summary }) =>
        page(`/policies/${id}/`, title, `version ${version}. ${summary}`),
      ),
    ),
    section('Controls', [
      page('/controls/', 'All controls', 'in a row each'),
      ...controlAreas.map(({ id, title, controls }) =>
        page(`/controls/${id}/`, title, `${controls.length} in full`),
      ),
    ]),
    section(
      'Updates',
      updates.map(({ id, title, summary, published }) =>
        page(`/updates/${id}/`, title, `${published}. ${summary}`),
      ),
    ),
    section(
      'Data',
      MACHINE_FILES.map(({ id, path }) => {
        const { name, what } = words.machineFiles[id];
        return `- [${name}](${origin}${path}): ${what}`;
      }),
    ),
    `## Tools\n\nThe same can be searched and asked for in the Model Context Protocol, over Streamable HTTP and without a key: ${MCP_ADDRESS}`,
  ];
  return new Response(`${parts.filter((part) => part !== null && part !== '').join('\n\n')}\n`);
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.join('\n')}`;
}
