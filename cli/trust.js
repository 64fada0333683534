#!/usr/bin/env node
// Plain JavaScript, so that an old Node gets a sentence and not a syntax error: the command itself is TypeScript, which
// Node runs unbuilt since 22.18.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `trust needs Node 22.18 or newer, and this is ${process.versions.node}: run it as \`npm run trust -- …\`, which brings its own.`,
  );
  process.exit(1);
}
await import('./trust.ts');
