/** One thing that `trust doctor` looked at. */
export interface Finding {
  /** `missing` has to be mended before anybody is served; a `note` is for somebody to know. */
  readonly level: 'ok' | 'note' | 'missing';
  readonly subject: string;
  readonly message: string;
  /** The command to run, or what to change where. */
  readonly mend?: string;
}
