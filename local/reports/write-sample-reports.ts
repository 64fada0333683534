import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { render } from '../../typeset/render.ts';
import { drawPentest, PENTEST_INFO } from './pentest.ts';
import { drawSoc2, SOC2_INFO } from './soc2.ts';
import { drawSoc3, SOC3_INFO } from './soc3.ts';

/** Where the sample reports were written, and how many pages each has. */
export interface SampleReports {
  readonly soc2: string;
  readonly soc3: string;
  readonly pentest: string;
  readonly pages: { readonly soc2: number; readonly soc3: number; readonly pentest: number };
}

/**
 * Writes the three sample reports of the sample company, named after their ids in the catalogue. The same text gives
 * the same bytes.
 *
 * @param directory - where to; made when missing
 */
export async function writeSampleReports(directory: string): Promise<SampleReports> {
  await mkdir(directory, { recursive: true });
  const soc2 = await render(SOC2_INFO, drawSoc2);
  const soc3 = await render(SOC3_INFO, drawSoc3);
  const pentest = await render(PENTEST_INFO, drawPentest);
  const paths = {
    soc2: join(directory, 'soc2-type2.pdf'),
    soc3: join(directory, 'soc3-summary.pdf'),
    pentest: join(directory, 'pentest-letter.pdf'),
  };
  await writeFile(paths.soc2, soc2.bytes);
  await writeFile(paths.soc3, soc3.bytes);
  await writeFile(paths.pentest, pentest.bytes);
  return { ...paths, pages: { soc2: soc2.pages, soc3: soc3.pages, pentest: pentest.pages } };
}
