#!/usr/bin/env node
import { fileURLToPath } from 'node:url';

// Plain JavaScript, so that an old Node gets a sentence and not a syntax error: the command itself is TypeScript, which
// Node runs unbuilt since 22.18.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `trust needs Node 22.18 or newer, and this is ${process.versions.node}: run it as \`npm run trust -- …\`, which brings its own.`,
  );
  process.exit(1);
}
// What was compiled once is kept: most of a short command's time is reading TypeScript. It lies where only whoever
// installed the packages writes, and a file that has changed is compiled anew.
const { enableCompileCache } = await import('node:module');
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/trust', import.meta.url)));
await import('./trust.ts');
