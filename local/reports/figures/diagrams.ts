import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const point = z.tuple([z.number(), z.number()]);

const diagramSchema = z.strictObject({
  width: z.number().positive(),
  height: z.number().positive(),
  boxes: z.array(
    z.strictObject({
      /** Left, top, width, height. */
      at: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      title: z.string(),
      /** What stands below the title. */
      lines: z.array(z.string()).default([]),
      paint: z.enum(['ours', 'others', 'zone', 'strong']).default('ours'),
    }),
  ),
  arrows: z.array(
    z.strictObject({ path: z.array(point).min(2), label: z.string().optional(), labelAt: point.optional() }),
  ),
});

/** Boxes and arrows in units of their own; 500 units are the width of the text. */
export type Diagram = z.infer<typeof diagramSchema>;

/** The diagrams of `diagrams.yaml` by their names. */
export const DIAGRAMS: Readonly<Record<string, Diagram>> = z
  .record(z.string(), diagramSchema)
  .parse(parse(readFileSync(new URL('diagrams.yaml', import.meta.url), 'utf8')));
