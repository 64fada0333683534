/** One thing that is wrong with the content, in words for its author. */
export interface Finding {
  /** The file, relative to the project's root. */
  readonly file: string;
  /** The field, such as `period.from` or `rows[2].claim`; null when the file as a whole is meant. */
  readonly field: string | null;
  /** What was expected and what was found. */
  readonly message: string;
}

/** Content that cannot be published. The message lists all findings, a line each. */
export class ContentError extends Error {
  readonly findings: readonly Finding[];

  /** @param findings - everything that is wrong */
  constructor(findings: readonly Finding[]) {
    super(findings.map(describeFinding).join('\n'));
    this.name = 'ContentError';
    this.findings = findings;
  }
}

/** A finding as one line. */
export function describeFinding({ file, field, message }: Finding): string {
  return field === null ? `${file}: ${message}` : `${file}: ${field}: ${message}`;
}
