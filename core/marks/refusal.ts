import type { PdfErrorReason } from '../pdf/limits.ts';

/** Why a file is not prepared. The classes are told in docs/formats/marks.md. */
export type RefusalReason = PdfErrorReason | 'xfa' | 'signed' | 'undecodable-page' | 'unverified';

/** One sentence for each: what is wrong, and what to do. */
const SENTENCES: Readonly<Record<RefusalReason, string>> = {
  'not-a-pdf': 'This is not a PDF file: export or print the document as PDF and publish that.',
  damaged: 'This PDF is damaged beyond repair: export it again from the program that made it.',
  password: 'This PDF opens only with a password: save a copy without the password and publish that.',
  encryption:
    'This PDF is encrypted in a way that only its recipients can undo: save a copy without encryption and publish that.',
  'too-large': 'This PDF is larger than 1 GiB: reduce its images or publish it in parts.',
  'too-many-pages': 'This PDF has more than 100,000 pages: publish it in parts.',
  bomb: 'This PDF unfolds to far more data than a document needs: export it again from the program that made it.',
  xfa: 'This PDF is a dynamic XFA form, whose pages only some programs can draw: print it to a new PDF and publish that.',
  signed:
    'This PDF is digitally signed, and marking a copy breaks the signature: say that this is accepted, and the hash of the signed original is kept.',
  'undecodable-page':
    'A page of this PDF cannot be read, so it cannot be marked: print the document to a new PDF and publish that.',
  unverified:
    'The prepared file did not pass its own check, so nothing was published: report this file as one that Vitrine cannot mark.',
};

/** A file that is not prepared: the message is one sentence for whoever publishes it, `cause` says what was found. */
export class PrepareRefusal extends Error {
  readonly reason: RefusalReason;

  /**
   * @param reason - which of the closed set
   * @param cause - what was found: an error, or words for the log
   */
  constructor(reason: RefusalReason, cause?: unknown) {
    super(SENTENCES[reason], { cause });
    this.name = 'PrepareRefusal';
    this.reason = reason;
  }
}
