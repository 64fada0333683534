import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../local/wrangler.ts';
import { ContentError } from '../schema/finding.ts';
import { loadContent } from '../schema/load.ts';
import { type Command, UsageError } from './command.ts';
import { examineConfiguration } from './configuration.ts';
import { examineDeployment } from './deployment.ts';
import type { Finding } from './finding.ts';

const usage = `  trust doctor [--url ORIGIN] [--root DIR]
      Looks at what has to be right before and after a deployment, and says what is missing with the command or the file
      that mends it: the content, wrangler.toml, the database, the secrets; with --url also whether the deployed Worker
      is well. Changes nothing. Exit code 1 if anything is missing.
        --url ORIGIN      the deployed trust center
        --root DIR        the folder with content/ and wrangler.toml (default: this project)
`;

const MARKS = { ok: 'ok      ', note: 'note    ', missing: 'missing ' } as const;

/** Says what is missing. */
export const doctor: Command = {
  name: 'doctor',
  usage,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { url: { type: 'string' }, root: { type: 'string', default: projectRoot } },
    });
    if (values.url !== undefined && !URL.canParse(values.url)) {
      throw new UsageError(`"${values.url}" is not an origin.`);
    }
    const findings = [
      ...(await examineContent(values.root)),
      ...(await examineConfiguration(join(values.root, 'wrangler.toml'))),
      ...(values.url === undefined ? [] : await examineDeployment(new URL(values.url).origin)),
    ];
    for (const { level, subject, message, mend } of findings) {
      console.log(`${MARKS[level]} ${subject}: ${message}`);
      if (mend) console.log(`         → ${mend}`);
    }
    const missing = findings.filter(({ level }) => level === 'missing').length;
    console.log(missing === 0 ? 'Nothing is missing.' : `${missing} missing.`);
    return missing === 0 ? 0 : 1;
  },
};

async function examineContent(root: string): Promise<Finding[]> {
  if (!existsSync(join(root, 'content'))) {
    return [{ level: 'missing', subject: join(root, 'content'), message: 'is not there' }];
  }
  try {
    const content = await loadContent(root);
    const findings: Finding[] = [
      {
        level: 'ok',
        subject: 'content',
        message: `${content.reports.length} reports, NDA ${content.nda.version}`,
      },
    ];
    const samples = content.reports.filter(({ sample }) => sample).map(({ id }) => id);
    if (samples.length > 0) {
      findings.push({
        level: 'missing',
        subject: 'content',
        message: `still the sample’s: ${samples.join(', ')}`,
        mend: 'replace content/ with your own, and leave `sample` out',
      });
    }
    return findings;
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return error.findings.map(({ file, field, message }) => ({
      level: 'missing',
      subject: field === null ? file : `${file}: ${field}`,
      message,
    }));
  }
}
