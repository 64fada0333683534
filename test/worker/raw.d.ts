/** A file's text, as Vite brings it. */
declare module '*?raw' {
  const text: string;
  export default text;
}

/** Vite's: what matches a pattern, read when the tests are built. */
interface ImportMeta {
  glob<Module>(pattern: string, options: Readonly<Record<string, unknown>>): Record<string, Module>;
}
