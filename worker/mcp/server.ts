import {
  type CallToolResult,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import { twinPath } from '../../words/twin-path.ts';
import { content } from '../content.ts';
import type { Site } from './site.ts';
import { CannotAnswer, TOOLS } from './tools.ts';

/** How many resources a page of the list has. */
const PAGE = 50;
/** Milliseconds. What a client may keep is as old as this at most after a deployment. */
const KEPT = 300_000;
const KEEP = { ttlMs: KEPT, cacheScope: 'public' } as const;
const MARKDOWN = 'text/markdown';

const READ_ONLY = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

/** What a client is told that cannot be helped: what went wrong is in the log alone. */
const TRY_LATER = 'This cannot be answered just now. Try again in a minute.';

/**
 * A server for one message: the tools, and the Markdown of every page as resources.
 *
 * @param site - what is answered from
 * @param report - takes what goes wrong
 */
export function openServer(site: Site, report: (error: unknown) => void): McpServer {
  const { company } = content;
  const server = new McpServer(
    {
      name: 'vitrine',
      title: `Trust center of ${company.name}`,
      version: '1',
      websiteUrl: `${site.origin}/`,
    },
    {
      capabilities: { tools: { listChanged: false }, resources: { listChanged: false } },
      cacheHints: {
        'tools/list': KEEP,
        'resources/list': KEEP,
        'resources/templates/list': KEEP,
        'resources/read': KEEP,
        'server/discover': KEEP,
      },
      instructions: instructions(site),
    },
  );

  for (const { name, title, description, input, output, answer } of TOOLS) {
    server.registerTool(
      name,
      { title, description, inputSchema: input, outputSchema: output, annotations: READ_ONLY },
      async (given): Promise<CallToolResult> => {
        try {
          const facts = await answer(given, site);
          return { content: [{ type: 'text', text: JSON.stringify(facts) }], structuredContent: facts };
        } catch (error) {
          if (!(error instanceof CannotAnswer)) report(error);
          const text = error instanceof CannotAnswer ? error.message : TRY_LATER;
          return { content: [{ type: 'text', text }], isError: true };
        }
      },
    );
  }

  // The library's own list has no pages.
  server.server.setRequestHandler('resources/list', ({ params }) =>
    orTryLater(report, async () => {
      const pages = await site.pages();
      const cursor = params?.cursor;
      const start = cursor === undefined ? 0 : pages.findIndex(({ path }) => path === cursor) + 1;
      if (cursor !== undefined && start === 0)
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Invalid cursor: begin again without one');
      const shown = pages.slice(start, start + PAGE);
      const last = shown.at(-1);
      return {
        resources: shown.map(({ path, title }) => ({
          uri: `${site.origin}${twinPath(path)}`,
          name: twinPath(path).slice(1),
          title,
          mimeType: MARKDOWN,
        })),
        ...(last && start + PAGE < pages.length ? { nextCursor: last.path } : {}),
      };
    }),
  );
  server.server.setRequestHandler('resources/read', ({ params: { uri } }) =>
    orTryLater(report, async () => {
      const path = await site.find(uri);
      // A resource has one name: that which the list has.
      const markdown =
        path !== null && uri === `${site.origin}${twinPath(path)}` && (await site.markdown(path));
      if (!markdown) throw new ResourceNotFoundError(uri);
      const { built } = await site.trust();
      return { contents: [{ uri, mimeType: MARKDOWN, text: markdown, _meta: { built } }] };
    }),
  );
  return server;
}

async function orTryLater<T>(report: (error: unknown) => void, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    report(error);
    throw new ProtocolError(ProtocolErrorCode.InternalError, TRY_LATER);
  }
}

function instructions({ origin }: Site): string {
  const { company } = content;
  return [
    `What ${company.name} (${company.legalName}) publishes about its security, privacy and compliance at ${origin}/. ${company.product}`,
    company.notice ? `${company.notice.label}. ${company.notice.text}` : '',
    'Everything here is public and read only, the same as on the pages. Cite the address in `page` or `url`, and the day in `built.on`.',
    'Audit reports that are not public are described with their facts; a person gets one at the address in `get`. It cannot be had through this server.',
    'What is not published is not known: say so, and name the address to write to.',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
