import { copyFile, mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AstroIntegration } from 'astro';
import content from '../../.generated/public.json' with { type: 'json' };

/** Copies the PDFs of public reports, and only those that a report names, from `content/files/`. */
export function publicFiles(): AstroIntegration {
  return {
    name: 'public-files',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        await mkdir(new URL('files/', dir), { recursive: true });
        for (const { access, file } of content.reports) {
          if (access !== 'public' || file === null) continue;
          const name = basename(file);
          await copyFile(
            new URL(`../../content/files/${name}`, import.meta.url),
            new URL(`files/${name}`, dir),
          );
        }
      },
    },
  };
}
