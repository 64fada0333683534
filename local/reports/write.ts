import { writeSampleReports } from './write-sample-reports.ts';

/** `node local/reports/write.ts [DIRECTORY]` writes the sample reports, to `.local/reports` when nothing is said. */
const { pages, ...paths } = await writeSampleReports(process.argv[2] ?? '.local/reports');
for (const [name, path] of Object.entries(paths)) {
  process.stdout.write(`${path}: ${pages[name as keyof typeof pages]} pages\n`);
}
