import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FACTS } from '../../local/reports/facts.ts';
import { type SampleReports, writeSampleReports } from '../../local/reports/write-sample-reports.ts';
import { loadContent } from '../../schema/load.ts';
import { ROOT } from './built.ts';

const { company, reports } = await loadContent(ROOT);
const report = (id: string) => reports.find((entry) => entry.id === id);
const directory = mkdtempSync(join(tmpdir(), 'reports-'));
let written: SampleReports;

beforeAll(async () => {
  written = await writeSampleReports(directory);
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('the catalogue and the sample reports say the same', () => {
  it('about the SOC 2 report', () => {
    expect(company).toMatchObject({ name: FACTS.company, legalName: FACTS.legalName });
    expect(report('soc2-type2')).toMatchObject({
      auditor: { name: FACTS.auditor },
      period: FACTS.period,
      issued: FACTS.issued,
      exceptions: FACTS.exceptions,
      criteria: FACTS.criteria,
      pages: written.pages.soc2,
      sample: true,
    });
  });

  it('about its public summary, whose file is what local/reports/write.ts writes', () => {
    expect(report('soc3-summary')).toMatchObject({
      period: FACTS.period,
      pages: written.pages.soc3,
      sample: true,
    });
    const published = readFileSync(join(ROOT, 'content/files', report('soc3-summary')?.fileName ?? ''));
    expect(published.equals(readFileSync(written.soc3))).toBe(true);
  });

  it('about what neither of the two examined: as many things as Section V of the report names', () => {
    const left = report('soc2-type2')?.notExamined ?? [];
    expect(report('soc3-summary')?.notExamined).toEqual(left);
    const section = readFileSync(join(ROOT, 'local/reports/text/soc2/5-other.md'), 'utf8')
      .split('{#not-in-scope}')[1]
      ?.split('\n## ')[0];
    const named = [...(section ?? '').matchAll(/^\| (.+?) \|/gm)].map(([, what]) => what).slice(3);
    expect(named.length).toBeGreaterThan(3);
    expect(left.map(({ what }) => what)).toEqual(['Laptops and phones of our staff', ...named]);
  });

  it('about the penetration test', () => {
    expect(report('pentest-letter')).toMatchObject({
      auditor: { name: FACTS.tester },
      pages: written.pages.pentest,
      sample: true,
    });
  });
});
